"""Whose eyes somebody of the nation has borrowed for this session: a unit's pages are shown as its secretariat sees them."""


def borrowed_eyes(get_response):
    """Middleware: tell the person's own object, so that whoever shows a unit's page can look (User.sees_as)."""

    def middleware(request):
        sees_as = request.session.get("sees_as")
        if sees_as and request.user.is_authenticated and request.user.reads_everything:
            request.user.sees_as = sees_as
        return get_response(request)

    return middleware
