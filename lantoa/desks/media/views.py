"""Pictures as readers get them."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.core.files.utils import validate_file_name
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from lantoa.desks.media.models import DRAWN

_YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse:
    """A picture drawn for a page. Its name is a secret until a page shows it, and never means another picture."""
    try:
        # The store keeps nobody within this folder: beside it lie originals, documents and evidence.
        file = default_storage.open(f"{DRAWN}/{validate_file_name(path, allow_relative_path=True)}")
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or ""
    if not kind.startswith("image/"):
        file.close()
        raise Http404
    return FileResponse(
        file,
        content_type=kind,
        headers={
            "Cache-Control": f"public, max-age={_YEAR_SECONDS}, immutable",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
