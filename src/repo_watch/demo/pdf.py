"""A real PDF of one page, in a few hundred bytes."""

import io

from pikepdf import Dictionary, Name, new


def tiny(title: str) -> bytes:
    """A sound one-page PDF that shows the title (Latin-1; other characters become `?`)."""
    text = title.replace("–", "-").encode("latin-1", "replace")
    with new() as pdf, io.BytesIO() as made:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        shown = f"BT /F1 14 Tf 60 770 Td <{text.hex()}> Tj ET"
        page.Contents = pdf.make_stream(shown.encode())
        pdf.docinfo["/Title"] = text.decode("latin-1")
        pdf.save(made, deterministic_id=True)
        return made.getvalue()
