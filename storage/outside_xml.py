"""XML that comes from outside: no entities, nothing fetched, and one error for whatever else it may be instead."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring


class NotXml(ValueError):
    """No XML, or none that is read here."""


def read_xml(written: str | bytes) -> Element:
    """The root of a document. Raises NotXml."""
    try:
        root: Element = fromstring(written)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # of an encoding that nobody knows
        raise NotXml(type(error).__name__) from error
    return root
