"""A page without the white space that a browser does not show, so that no test depends on where
templates break their lines.
"""

import re

_BLOCKS = (
    "article|aside|body|caption|col|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|head|header|html|legend|li|link|main|meta|nav|ol|optgroup|option|p"
    "|script|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_AROUND_BLOCK = re.compile(rf" ?(</?(?:{_BLOCKS})(?: [^>]*)?>) ?")


def squeezed(html: str) -> str:
    """Runs of white space as one space, and none beside what stands on lines of its own or
    before the end of a tag.
    """
    return _AROUND_BLOCK.sub(r"\1", re.sub(r"\s+", " ", html).replace(" >", ">"))
