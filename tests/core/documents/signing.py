"""A PDF signed as an outside tool does it: the files of tests need no authority."""

import datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers


def signed(content: bytes) -> bytes:
    """An update at the end, nothing before it is touched."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nguyễn Thị Mẫu")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(today).not_valid_after(today + datetime.timedelta(days=2))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kept = pkcs12.serialize_key_and_certificates(b"key", key, certificate, None, serialization.NoEncryption())
    signer = signers.SimpleSigner.load_pkcs12_data(kept, other_certs=[], passphrase=None)
    assert signer is not None
    target = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(content)), signers.PdfSignatureMetadata(field_name="ChuKy"), signer=signer
    )
    return bytes(target.getvalue())
