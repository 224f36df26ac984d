"""How allauth behaves in this house: nobody signs up, and second-factor secrets are not stored in clear."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request):
        """Never."""
        return False


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets encrypted with a key derived from SECRET_KEY."""

    def _cipher(self):
        digest = hashlib.sha256(b"mfa:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text):
        """Encrypt a secret for the database."""
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Read a secret back; raises InvalidToken when SECRET_KEY was changed."""
        return self._cipher().decrypt(encrypted_text.encode()).decode()
