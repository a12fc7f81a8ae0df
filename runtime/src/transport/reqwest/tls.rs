//! TLS settings.

use reqwest::Certificate;

use super::builder::ReqwestTransportBuilder;
use crate::transport::causes::chain;

/// A TLS version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2, RFC 5246.
    V1_2,
    /// TLS 1.3, RFC 8446.
    V1_3,
}

/// TLS settings, with the feature `rustls` or `native-tls`.
impl ReqwestTransportBuilder {
    /// Also trusts these root certificates, in PEM: one or more blocks `BEGIN CERTIFICATE`. By default only the
    /// certificates that the platform trusts are trusted.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        match certificates(pem.as_ref()) {
            Ok(certificates) => self.client = self.client.tls_certs_merge(certificates),
            Err(reason) => self.refuse("root_certificate", reason),
        }
        self
    }

    /// Trusts only these root certificates, in PEM, and not those of the platform.
    pub fn only_root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        match certificates(pem.as_ref()) {
            Ok(certificates) => self.client = self.client.tls_certs_only(certificates),
            Err(reason) => self.refuse("only_root_certificates", reason),
        }
        self
    }

    /// Identifies the client with a certificate and its private key (mutual TLS). Both are in PEM: the certificate with
    /// the certificates of its chain, the key as `BEGIN PRIVATE KEY` (PKCS #8).
    pub fn identity(mut self, certificate: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Self {
        match identity(certificate.as_ref(), key.as_ref()) {
            Ok(identity) => self.client = self.client.identity(identity),
            Err(reason) => self.refuse("identity", reason),
        }
        self
    }

    /// Sets the oldest TLS version that is accepted. By default TLS 1.2.
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.client = self.client.tls_version_min(match version {
            TlsVersion::V1_2 => reqwest::tls::Version::TLS_1_2,
            TlsVersion::V1_3 => reqwest::tls::Version::TLS_1_3,
        });
        self
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    let certificates =
        Certificate::from_pem_bundle(pem).map_err(|error| format!("not a certificate in PEM: {}", chain(&error)))?;
    if certificates.is_empty() {
        return Err("no certificate in PEM (`BEGIN CERTIFICATE`)".to_owned());
    }
    Ok(certificates)
}

#[cfg(feature = "rustls")]
fn identity(certificate: &[u8], key: &[u8]) -> Result<reqwest::Identity, String> {
    let pem = [certificate, b"\n", key].concat();
    reqwest::Identity::from_pem(&pem).map_err(|error| chain(&error))
}

#[cfg(not(feature = "rustls"))]
fn identity(certificate: &[u8], key: &[u8]) -> Result<reqwest::Identity, String> {
    reqwest::Identity::from_pkcs8_pem(certificate, key).map_err(|error| chain(&error))
}
