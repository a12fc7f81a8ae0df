//! TLS in front of a server.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{self, ServerConfig, SupportedProtocolVersion};

use crate::RawServer;

/// More connections than any test opens.
const CONNECTIONS: usize = 64;

/// A certificate for 127.0.0.1 and its key, in two files.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The certificate, as PEM.
    pub certificate: PathBuf,
    /// The key, as PEM.
    pub key: PathBuf,
}

impl Identity {
    /// The files in this folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") }
    }

    /// Generates a new one and writes it there.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn create(&self) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        std::fs::write(&self.certificate, cert.pem()).expect("the certificate is written");
        std::fs::write(&self.key, signing_key.serialize_pem()).expect("the key is written");
    }
}

/// A listener on loopback that terminates TLS and forwards the content.
#[derive(Debug)]
pub struct TlsFront {
    origin: String,
    accepting: JoinHandle<()>,
}

impl TlsFront {
    /// Starts it in front of this server.
    ///
    /// # Panics
    ///
    /// If no port is free, or the identity is invalid.
    pub async fn before(server: &RawServer, identity: &Identity) -> Self {
        Self::asking(server, identity, rustls::DEFAULT_VERSIONS, WebPkiClientVerifier::no_client_auth()).await
    }

    /// Starts it in front of this server, with these versions of TLS. It requests a certificate from the client.
    ///
    /// # Panics
    ///
    /// If no port is free, or the identity is invalid.
    pub async fn asking(
        server: &RawServer,
        identity: &Identity,
        versions: &[&'static SupportedProtocolVersion],
        verifier: Arc<dyn ClientCertVerifier>,
    ) -> Self {
        let certificate = CertificateDer::from_pem_file(&identity.certificate).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(&identity.key).expect("its key");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .expect("protocols")
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate], key)
            .expect("a configuration");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("https://{}", listener.local_addr().expect("its address"));
        let behind = server.origin().trim_start_matches("http://").to_owned();
        let accepting = tokio::spawn(accept(listener, TlsAcceptor::from(Arc::new(config)), behind));
        Self { origin, accepting }
    }

    /// Returns its address, such as `https://127.0.0.1:40000`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for TlsFront {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, behind: String) {
    for _ in 0..CONNECTIONS {
        let Ok((outer, _)) = listener.accept().await else { return };
        let (acceptor, behind) = (acceptor.clone(), behind.clone());
        tokio::spawn(async move {
            // A client that does not trust the certificate closes the connection, so nothing is forwarded.
            let Ok(mut outer) = acceptor.accept(outer).await else { return };
            let Ok(mut inner) = TcpStream::connect(&behind).await else { return };
            let _ = copy_bidirectional(&mut outer, &mut inner).await;
        });
    }
}
