"""The page on which somebody signs in."""

from cxstage_gui.pages.sign_in.page import SignInPage

__all__ = ["SignInPage"]
