"""Arabic events: roles, status and presence of invented sentences."""

import pytest

from marsad import flow
from marsad.coding.presence import probability
from marsad.knowledge import load
from marsad.records import Report


@pytest.fixture(scope="module")
def knowledge():
    return load()


@pytest.fixture
def events(knowledge):
    def found(text):
        report = Report(id="t", text=text, language="ar", published="2024-03-05")
        return flow.code_report(report, knowledge).events

    return found


def first(events, kind):
    return next(e for e in events if e.type == kind)


def texts(parts):
    return [p.text for p in parts]


@pytest.mark.parametrize(
    ("text", "actors", "sufferers"),
    [
        ("قصفت القوات الروسية بلدة معرة النعمان في ريف إدلب أمس.", ["القوات الروسية"], ["بلدة معرة النعمان"]),
        ("هاجم مسلحون قرية في بوركينا فاسو.", ["مسلحون"], ["قرية"]),
        ("قُتل خمسة جنود برصاص مسلحين مجهولين في مالي.", ["مسلحين مجهولين"], ["جنود"]),
        ("قُتل خمسة جنود في مالي أمس.", [], ["جنود"]),
        ("أعلن الجيش المالي أنه قتل عشرة إرهابيين قرب غاو.", ["الجيش المالي"], ["إرهابيين"]),
        ("قال مصدر أمني إن مجهولين خطفوا مهندسا في كركوك.", ["مجهولين"], ["مهندسا"]),
        ("قتل عشرة جنود في كمين نصبه مقاتلو حركة الشباب.", ["مقاتلو حركة الشباب"], ["جنود"]),
        ("أطلق الجنود النار على المتظاهرين في الخرطوم.", ["الجنود"], ["المتظاهرين"]),
        ("أعلن الجيش المالي أن قواته هاجمت مسلحين قرب غاو.", ["الجيش المالي"], ["مسلحين"]),
        ("نجا وزير الداخلية الصومالي من محاولة اغتيال في مقديشو.", [], ["وزير الداخلية الصومالي"]),
        ("أعلنت حركة الشباب مسؤوليتها عن قتل قاض في مقديشو.", ["حركة الشباب"], ["قاض"]),
        ("خطف مسلحون يرتدون ملابس الجيش خمسة مهندسين في كركوك.", ["مسلحون"], ["مهندسين"]),
        ("خطف مسلحون عشرين تلميذا من مدرسة في كركوك.", ["مسلحون"], ["تلميذا"]),
        ("مقتل جنود في كمين لحركة الشباب جنوبي الصومال.", ["حركة الشباب"], ["جنود"]),
        ("جنديان ماليان قتلا أمس في غاو.", [], ["جنديان ماليان"]),
    ],
)
def test_who_did_it_to_whom(events, text, actors, sufferers):
    event = first(events(text), "ASSAULT")
    assert texts(event.actors) == actors
    assert texts([*event.recipients, *event.targets]) == sufferers


@pytest.mark.parametrize(
    ("text", "actors", "against"),
    [
        (
            "تظاهر عشرات من أعضاء حزب العدالة أمام البرلمان للمطالبة باستقالة رئيس الحكومة أمس.",
            ["أعضاء حزب العدالة"],
            ["رئيس الحكومة", "البرلمان"],
        ),
        ("تظاهر المئات احتجاجا على قرار الحكومة اللبنانية في طرابلس.", ["المئات"], ["الحكومة اللبنانية"]),
        (
            "أغلق المتظاهرون طريق المطار وطالبوا الحكومة العراقية بالكهرباء.",
            ["المتظاهرون"],
            ["الحكومة العراقية"],
        ),
    ],
)
def test_protesters_and_whom_they_are_against(events, text, actors, against):
    event = first(events(text), "PROTEST")
    assert texts(event.actors) == actors
    assert texts(event.recipients) == against


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("طالبت الأمم المتحدة حركة الشباب بالإفراج عن الرهائن.", "REQUEST", "yield"),
        ("رفضت الحكومة السودانية الحوار مع قوات الدعم السريع.", "REJECT", "meet"),
        ("هدد الاتحاد الأوروبي مالي بعقوبات جديدة.", "THREATEN", "restrict"),
        ("التقى الرئيس المصري نظيره التركي هاتفيا.", "CONSULT", "phone"),
    ],
)
def test_modes_told_by_neighbours(events, text, kind, mode):
    assert first(events(text), kind).mode == mode


def test_victims_are_people_and_a_building_is_a_thing(events):
    found = first(events("خطف مسلحون عشرين تلميذا من مدرسة في كركوك."), "ASSAULT")
    assert texts(found.recipients) == ["تلميذا"]
    assert not found.targets
    assert texts(first(events("هاجم مسلحون قرية في بوركينا فاسو."), "ASSAULT").targets) == ["قرية"]


def test_what_demonstrators_do_is_a_protest(events):
    found = [e.trigger.text for e in events("اجتاز المتظاهرون الحواجز في بيروت.") if e.type == "PROTEST"]
    assert found == ["اجتاز"]


def test_what_demonstrators_say_is_none(events):
    assert all(e.type != "PROTEST" for e in events("وقال المتظاهرون إن الطريق طويل."))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("قالت الشرطة إن مسلحين قتلوا خمسة مدنيين أمس في كركوك.", "occurred"),
        ("لا تزال الاشتباكات مستمرة بين الجيش السوداني وقوات الدعم السريع في الخرطوم.", "occurred"),
        ("لم يقتل أحد في مالي.", "denied"),
        ("قد يهاجم المسلحون القاعدة في مالي.", "possible"),
        ("لم يقصف الجيش السوداني سوى موقعين في الخرطوم.", "occurred"),
    ],
)
def test_status(events, text, status):
    assert first(events(text), "ASSAULT").status == status


def test_a_count_of_soldiers_is_a_toll_beside_a_word_of_killing(events):
    figures = first(events("قُتل خمسة جنود في مالي أمس."), "ASSAULT").figures
    assert [(f.kind, f.best) for f in figures] == [("killed", 5)]


def test_a_road_accident_is_no_attack(events):
    assert not events("لقي 14 شخصا مصرعهم في حادث سير على طريق أغاديز في النيجر.")
    assert events("لقي 14 شخصا مصرعهم في هجوم على طريق أغاديز في النيجر.")


def test_dawn_is_not_a_blast(events):
    assert all(e.trigger.text != "فجر" for e in events("وصل الوفد إلى باماكو فجر أمس."))


def test_confidence_is_higher_for_a_report_than_for_a_comment(events):
    told = first(events("قُتل ستة أشخاص في هجوم انتحاري بسيارة مفخخة وسط بغداد أمس."), "ASSAULT")
    said = first(events("إن الحديث عن الهجوم على الحريات في عالمنا هو حديث عن القيم."), "ASSAULT")
    assert told.confidence > 0.5 > said.confidence
    assert said.status == "possible"


def test_nothing_known_gives_even_odds():
    assert probability({"no such feature": 1.0}, "ASSAULT") == 0.5
