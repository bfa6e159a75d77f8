"""Speakers and acts of Arabic statements."""

import pytest

from marsad import flow, knowledge
from marsad.records import Report


@pytest.fixture(scope="module")
def said():
    known = knowledge.load()

    def code(text):
        report = Report(id="t", text=text, language="ar", published="2024-03-05")
        return [
            (s.act, s.speaker.text if s.speaker else None) for s in flow.code_report(report, known).statements
        ]

    return code


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('قال هيثم: "عاد الصيادون إلى الميناء".', ("say", "هيثم")),
        ("وأوضح المهندس أن الجسر أغلق أمام الشاحنات.", ("explain", "المهندس")),
        ("لكن أحد سكان القرية قال إن البئر جفت قبل شهرين.", ("say", "أحد سكان القرية")),
        ("كان الطبيب يرى أن المستشفى لا يكفي.", ("consider", "الطبيب")),
        ("ونقلت صحيفة محلية عن شاهد قوله إن الطريق قطع.", ("cite", "شاهد")),
    ],
)
def test_the_speaker_is_the_subject_before_or_after_the_verb(said, text, wanted):
    assert wanted in said(text)


def test_a_plural_verb_goes_back_to_those_named_before(said):
    found = said("قال المزارعون إن الموسم ضعيف. وأكدوا أن الأمطار تأخرت.")
    assert [speaker for _, speaker in found] == ["المزارعون", "المزارعون"]


@pytest.mark.parametrize(
    "text",
    [
        "يعتقد أن القلعة بنيت قبل ألف عام.",
        "امتد الطريق بين القرية والميناء، وبين الحقول.",
        "عمل في المصنع عاما ونصف العام.",
    ],
)
def test_impersonal_verbs_and_look_alikes_state_nothing(said, text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "وعثر الحراس على صناديق يزعم أنها فارغة.",
        "وقد يعلن عنه قبل نهاية الشهر.",
        "أعتقد أنه سيعود قبل الشتاء.",
        "وثبتت إدانته بعد أسبوع.",
        "عبرت ثلاث قوافل النهر ليلا.",
        "كان الحصاد متوقعا في الخريف.",
    ],
)
def test_passives_first_persons_and_nouns_state_nothing(said, text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("وأضاف «الراعي» أن المرعى بعيد.", ("add", "الراعي")),
        ("وقال ل«صدى البحر» صياد إن الميناء مغلق.", ("say", "صياد")),
        ("وقال المعلم قائلا: «عاد التلاميذ إلى المدرسة».", ("say", "المعلم")),
        ("وسقط الجسر ليلا، بحسب شهود.", ("say", "شهود")),
        ("وقدم التجار طلبا رفضته البلدية.", ("reject", "البلدية")),
    ],
)
def test_sources_outlets_and_relatives_name_the_speaker(said, text, wanted):
    assert said(text) == [wanted]


def test_the_content_begins_after_the_speaker():
    known = knowledge.load()
    text = "وقال الدكتور سالم الخطيبي، مدير المرصد، إن السد ممتلئ."
    report = Report(id="t", text=text, language="ar")
    (statement,) = flow.code_report(report, known).statements
    assert statement.content.quote == "السد ممتلئ"
    assert text[statement.content.start : statement.content.end] == statement.content.quote
