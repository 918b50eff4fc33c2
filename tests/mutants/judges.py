"""Who is asked besides pemvet: OpenSSL and GnuTLS as libraries, so that thousands take seconds, and Go in a program of its own."""

import base64
import ctypes
import pathlib
import subprocess
import time
from dataclasses import dataclass

HOST = b"cluster.example.com"
SERVER_AUTH = b"1.3.6.1.5.5.7.3.1"
POINTER, STRING, INT, LONG, ULONG = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_ulong


@dataclass(frozen=True)
class Question:
    """Leaf and others as they are sent, what is trusted, and for whom they should be; `time` is in seconds since 1970, now if 0."""

    sent: list[bytes]
    trusted: list[bytes]
    host: bytes | None = HOST
    time: int = 0


def function(library, name: str, result, *arguments):
    made = getattr(library, name)
    made.restype, made.argtypes = result, arguments
    return made


class OpenSsl:
    """What `openssl verify -purpose sslserver -verify_hostname …` says, with `-x509_strict` or without."""

    STRICT = 0x20

    def __init__(self):
        library = ctypes.CDLL("libcrypto.so.3")
        self.version = function(library, "OpenSSL_version", STRING, INT)(0).decode()
        self.d2i = function(library, "d2i_X509", POINTER, POINTER, ctypes.POINTER(STRING), LONG)
        for name, result, *arguments in (
            ("X509_free", None, POINTER), ("X509_STORE_new", POINTER), ("X509_STORE_free", None, POINTER),
            ("X509_STORE_add_cert", INT, POINTER, POINTER), ("OPENSSL_sk_new_null", POINTER), ("OPENSSL_sk_free", None, POINTER),
            ("OPENSSL_sk_push", INT, POINTER, POINTER), ("X509_STORE_CTX_new", POINTER), ("X509_STORE_CTX_free", None, POINTER),
            ("X509_STORE_CTX_init", INT, POINTER, POINTER, POINTER, POINTER), ("X509_STORE_CTX_set_default", INT, POINTER, STRING),
            ("X509_STORE_CTX_get0_param", POINTER, POINTER), ("X509_VERIFY_PARAM_set_flags", INT, POINTER, ULONG),
            ("X509_VERIFY_PARAM_set_time", None, POINTER, ctypes.c_int64),
            ("X509_VERIFY_PARAM_set1_host", INT, POINTER, STRING, ctypes.c_size_t), ("X509_verify_cert", INT, POINTER),
            ("X509_STORE_CTX_get_error", INT, POINTER), ("X509_verify_cert_error_string", STRING, LONG), ("ERR_clear_error", None),
        ):
            setattr(self, name, function(library, name, result, *arguments))

    def read(self, certificate: bytes):
        start = STRING(certificate)
        begin = ctypes.cast(start, POINTER).value
        found = self.d2i(None, ctypes.byref(start), len(certificate))
        whole = ctypes.cast(start, POINTER).value - begin == len(certificate)
        return found if found and whole else None

    def refuses(self, question: Question, strict: bool) -> str | None:
        """Its words, or None where it takes them."""
        sent, trusted = ([self.read(it) for it in of] for of in (question.sent, question.trusted))
        if None in sent or not any(trusted):
            self.ERR_clear_error()
            return "unreadable"
        store, stack, context = self.X509_STORE_new(), self.OPENSSL_sk_new_null(), self.X509_STORE_CTX_new()
        for it in filter(None, trusted):
            self.X509_STORE_add_cert(store, it)
        for it in sent[1:]:
            self.OPENSSL_sk_push(stack, it)
        self.X509_STORE_CTX_init(context, store, sent[0], stack)
        self.X509_STORE_CTX_set_default(context, b"ssl_server")
        parameters = self.X509_STORE_CTX_get0_param(context)
        if question.host is not None:
            self.X509_VERIFY_PARAM_set1_host(parameters, question.host, 0)
        if question.time:
            self.X509_VERIFY_PARAM_set_time(parameters, question.time)
        if strict:
            self.X509_VERIFY_PARAM_set_flags(parameters, self.STRICT)
        taken = self.X509_verify_cert(context) == 1
        words = self.X509_verify_cert_error_string(self.X509_STORE_CTX_get_error(context)).decode()
        for free, what in ((self.X509_STORE_CTX_free, context), (self.OPENSSL_sk_free, stack), (self.X509_STORE_free, store)):
            free(what)
        for it in filter(None, sent + trusted):
            self.X509_free(it)
        self.ERR_clear_error()
        return None if taken else words


class Datum(ctypes.Structure):
    _fields_ = [("data", STRING), ("size", ctypes.c_uint)]


class TypedData(ctypes.Structure):
    _fields_ = [("kind", INT), ("data", STRING), ("size", ctypes.c_uint)]


CLOCK = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.POINTER(ctypes.c_int64))


class GnuTls:
    """What a client on GnuTLS says that wants this host and a server's certificate."""

    HOST_NAME, PURPOSE = 1, 2

    def __init__(self):
        library = ctypes.CDLL("libgnutls.so.30")
        self.version = "GnuTLS " + function(library, "gnutls_check_version", STRING, STRING)(None).decode()
        out, unsigned = ctypes.POINTER(POINTER), ctypes.c_uint
        for name, result, *arguments in (
            ("gnutls_x509_crt_init", INT, out), ("gnutls_x509_crt_import", INT, POINTER, ctypes.POINTER(Datum), INT),
            ("gnutls_x509_crt_deinit", None, POINTER), ("gnutls_x509_trust_list_init", INT, out, unsigned),
            ("gnutls_x509_trust_list_add_cas", INT, POINTER, out, unsigned, unsigned),
            ("gnutls_x509_trust_list_deinit", None, POINTER, unsigned),
            ("gnutls_x509_trust_list_verify_crt2", INT, POINTER, out, unsigned, ctypes.POINTER(TypedData), unsigned, unsigned,
             ctypes.POINTER(unsigned), POINTER),
            ("gnutls_certificate_verification_status_print", INT, unsigned, INT, ctypes.POINTER(Datum), unsigned),
            ("gnutls_strerror", STRING, INT),
        ):
            setattr(self, name.removeprefix("gnutls_"), function(library, name, result, *arguments))
        self.now = 0
        # Kept, as the library calls it.
        self.clock = CLOCK(self.time)
        function(library, "gnutls_global_set_time_function", None, CLOCK)(self.clock)

    def time(self, out) -> int:
        seconds = self.now or int(time.time())
        if out:
            out[0] = seconds
        return seconds

    def read(self, certificate: bytes):
        made = POINTER()
        self.x509_crt_init(ctypes.byref(made))
        if self.x509_crt_import(made, ctypes.byref(Datum(certificate, len(certificate))), 0) < 0:
            self.x509_crt_deinit(made)
            return None
        return made

    def refuses(self, question: Question) -> str | None:
        sent, trusted = ([self.read(it) for it in of] for of in (question.sent, question.trusted))
        try:
            if None in sent or not any(trusted):
                return "unreadable"
            self.now = question.time
            return self.verify(sent, [it for it in trusted if it], question.host)
        finally:
            for it in filter(None, sent + trusted):
                self.x509_crt_deinit(it)

    def verify(self, sent, trusted, host: bytes | None) -> str | None:
        anchors = POINTER()
        self.x509_trust_list_init(ctypes.byref(anchors), 0)
        self.x509_trust_list_add_cas(anchors, (POINTER * len(trusted))(*trusted), len(trusted), 0)
        chain = (POINTER * len(sent))(*sent)
        asked = [TypedData(self.PURPOSE, SERVER_AUTH, 0)]
        asked += [TypedData(self.HOST_NAME, host, 0)] if host is not None else []
        wanted = (TypedData * len(asked))(*asked)
        status = ctypes.c_uint()
        failed = self.x509_trust_list_verify_crt2(anchors, chain, len(chain), wanted, len(wanted), 0, ctypes.byref(status), None)
        self.x509_trust_list_deinit(anchors, 0)
        if failed < 0:
            return self.strerror(failed).decode()
        if status.value == 0:
            return None
        words = Datum()
        self.certificate_verification_status_print(status, 1, ctypes.byref(words), 0)
        return words.data.decode().removeprefix("The certificate is NOT trusted. ").strip()


class Go:
    """crypto/x509, one line a question."""

    def __init__(self, program: pathlib.Path, version: str):
        self.version = f"Go {version}"
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def refuses(self, question: Question) -> str | None:
        def encoded(of: list[bytes]) -> str:
            return ",".join(base64.b64encode(it).decode() for it in of)

        parts = (str(question.time), (question.host or b"").decode(), encoded(question.sent), encoded(question.trusted))
        self.process.stdin.write("\t".join(parts) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        return None if answer == "ok" else answer

    def end(self):
        self.process.stdin.close()
        self.process.wait()
