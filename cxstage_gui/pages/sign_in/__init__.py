"""The page for signing in."""

from cxstage_gui.pages.sign_in.page import SignInPage

__all__ = ["SignInPage"]
