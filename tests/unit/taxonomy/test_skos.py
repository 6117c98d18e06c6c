import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from harmscope.taxonomy.skos import iri, literal, to_skos
from harmscope.taxonomy.systems import load_system, systems


def graph(ref):
    return Graph().parse(data=to_skos(ref), format="turtle")


@pytest.mark.parametrize("ref", [info.ref for info in systems()])
def test_every_system_parses_with_every_code(ref):
    found = graph(ref)
    codes = load_system(ref).codes
    assert len(set(found.subjects(RDF.type, SKOS.Concept))) == len(codes)
    notations = {str(value) for value in found.objects(None, SKOS.notation)}
    assert notations == set(codes)
    labels = set(found.objects(None, SKOS.prefLabel))
    assert {str(label) for label in labels} == {code.label for code in codes.values()}
    assert (None, OWL.deprecated, None) not in found


def test_hierarchy_runs_both_ways():
    found = graph("harm")
    child, parent = (
        URIRef("urn:harmscope:harm@1.0.0:ncii.synthetic"),
        URIRef("urn:harmscope:harm@1.0.0:ncii"),
    )
    assert (child, SKOS.broader, parent) in found
    assert (parent, SKOS.narrower, child) in found
    assert (parent, SKOS.topConceptOf, URIRef("urn:harmscope:harm@1.0.0")) in found


def test_mappings_of_the_harm_taxonomy():
    found = graph("harm")
    subject = URIRef("urn:harmscope:harm@1.0.0:ip.copyright")
    target = URIRef("urn:harmscope:dsa@v2:KEYWORD_COPYRIGHT_INFRINGEMENT")
    assert (subject, SKOS.exactMatch, target) in found


def test_text_is_escaped():
    text = 'a "quoted" back\\slash\nnew line\ttab'
    data = f"<urn:a> <urn:b> {literal(text)} ."
    (value,) = Graph().parse(data=data, format="turtle").objects()
    assert value == Literal(text, lang="en")


def test_names_are_safe_iris():
    assert iri("dsa@v2", "A/B") == "<urn:harmscope:dsa@v2:A/B>"
    assert iri("x", 'a b"<') == "<urn:harmscope:x:a%20b%22%3C>"
