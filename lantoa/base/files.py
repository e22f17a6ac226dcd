"""What the operating system says of a file, in the language of who reads it."""

import errno

from django.utils.translation import gettext as _


def why(error: OSError) -> str:
    """A few words without a full stop; what is seldom met stays in the system's own."""
    said = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EISDIR: _("this is a folder"),
        errno.ENOTDIR: _("a part of the way to it is no folder"),
        errno.EACCES: _("the rights to it are missing"),
        errno.EPERM: _("the rights to it are missing"),
        errno.EROFS: _("nothing can be written there"),
        errno.ENOSPC: _("the disk is full"),
        errno.EADDRINUSE: _("it is taken"),
    }
    return said.get(error.errno or 0) or error.strerror or type(error).__name__
