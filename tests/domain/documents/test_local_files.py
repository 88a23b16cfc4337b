"""Paths as terminals give them when a file is dropped, and names as they are shown."""

import pytest

from portail_tui.domain.documents.local_files import typed_path
from portail_tui.domain.documents.uploaded_files import UploadedFileKind, announces_another, shown_name


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/home/a/b.pdf", "/home/a/b.pdf"),
        ("  ~/b.pdf \n", "~/b.pdf"),
        ("'/home/a b/c.pdf' ", "/home/a b/c.pdf"),
        ('"/home/a b/c.pdf"', "/home/a b/c.pdf"),
        (r"'/home/l'\''école.pdf'", "/home/l'école.pdf"),
        (r"/home/a\ b/\(c\).pdf", "/home/a b/(c).pdf"),
        ("file:///home/a%20b/%C3%A9.pdf", "/home/a b/é.pdf"),
        ("file://localhost/home/a.pdf", "/home/a.pdf"),
        (r"C:\Users\a b\c.pdf", r"C:\Users\a b\c.pdf"),
        ("file:///C:/Users/a%20b.pdf", "C:/Users/a b.pdf"),
        (r"\\serveur\partage\c.pdf", r"\\serveur\partage\c.pdf"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_a_path_is_understood_however_it_came(typed: str, path: str):
    assert typed_path(typed) == path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Windows\x.pdf", "x.pdf"),
        ("a\x1b[2Jb\u202e.pdf", "a[2Jb.pdf"),
        ("..", "document"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 75 + "….pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
    ],
)
def test_a_name_is_shown_without_what_it_could_do(name: str, shown: str):
    assert shown_name(name) == shown
    assert len(shown) <= 80


def test_only_pictures_may_bear_each_others_names():
    assert not announces_another("a.png", UploadedFileKind.JPEG)
    assert not announces_another("a", UploadedFileKind.PDF)
    assert announces_another("a.pdf", UploadedFileKind.JPEG)
    assert announces_another("a.jpg", UploadedFileKind.PDF)
