from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.collation import LANGUAGES, nearest, sort_key
from netcatalog.domain.folding import fold

LETTERS = "aąäåAÅeéłŁszSZhccCdżžŽñıIİæøöőÖüđðþdjlnygħĦĊaa аґёйьЙηάςΣΐև079 '’-ßÿ"
"""Letters that some language orders apart, alone or together, and others beside them."""

languages = st.sampled_from(LANGUAGES)
texts = st.text() | st.text(LETTERS)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("pl", "Lublin, Lwów, Łomża, Łódź, Oława, Ósno, Zakopane, Źrebce, Żory"),
        ("en", "Łódź, Lublin, Lwów, Zakopane, Zürich"),
        ("nb", "Aurland, Oslo, Zürich, Ærøskøbing, Ørsta, Ålesund, Aas"),
        ("da", "Odense, Überlingen, Ystad, Zürich, Ærø, Øster, Aabenraa, Åbo"),
        ("sv", "Borås, Zürich, Åbo, Älvsjö, Örebro"),
        ("fi", "Turku, Zürich, Åland, Äänekoski, Öja"),
        ("is", "Akureyri, Álftanes, Dalvík, Ýdalir, Zürich, Þingeyri, Ölfus"),
        ("de", "Aachen, Ålesund, Äpfingen, Augsburg, Köln, Kolpin, Zürich"),
        ("fr", "Eauze, Écully, Épinal, Eu, Évreux"),
        ("cs", "Cvikov, Čáslav, Hradec, Cheb, Chrudim, Ivančice, Ruda, Říčany, Zlín, Žďár"),
        ("sk", "Hurbanovo, Chlebnice, Ilava, Senec, Šaľa"),
        (
            "hr",
            "Cetinje, Čakovec, Ćuprija, Dubrovnik, Džep, Đakovo, Luka, Ljubuški, Split, Šibenik",
        ),
        ("sl", "Celje, Črnomelj, Škofja Loka, Zagorje, Žalec"),
        ("hu", "Cuha, Csorna, Guba, Győr, Ország, Ózd, Őr, Sopron, Suly, Szeged, Zala, Zsámbék"),
        ("hu", "kasz, kassza, kaszt"),
        ("ro", "Azuga, Ăila, Iza, Îndea, Suceava, Șimleu, Şiret, Turda, Ţara"),
        ("et", "Sindi, Šveits, Zürich, Tartu, Võru, Õru, Äksi, Ülenurme"),
        ("lv", "Cesvaine, Čornaja, Izvalta, Ylakiai, Jelgava, Ludza, Ļaudona"),
        ("lt", "Ignalina, Izmir, Ylakiai, Jonava, Suvalkai, Šiauliai"),
        ("es", "Nules, NZ, Ñora, Ocaña"),
        ("tr", "Cizre, Çorum, Hatay, Ilgaz, Isparta, İstanbul, Ordu, Ödemiş, Uşak, Ünye"),
        ("az", "Bakı, Hacıqabul, Xaçmaz, İsmayıllı, Kürdəmir, Quba, Lerik"),
        ("sq", "Cërrik, Çorovodë, Durrës, Dhërmi, Elbasan, Ërsekë, Sarandë, Shkodër"),
        ("cy", "Cwm, Chirk, Dyfed, Ddu, Luton, Llanelli"),
        ("mt", "Birgu, Ċirkewwa, Cospicua, Ġgantija, Gżira, Għarb, Hal, Ħamrun, Żabbar, Zurrieq"),
        ("br", "Cuzon, Châteaulin, C’hwitellañ, Douarnenez"),
        ("el", "Αθήνα, Άρτα, Ζάκυνθος, Ήλιος, Θήβα, Ψαρά, Ωρωπός, Paris"),
        ("uk", "Гадяч, Ґудзь, Дніпро, Енергодар, Єнакієве, Ізюм, Їжа, Київ, Ялта, Zürich"),
        ("be", "Ельск, Ёдкі, Жлобін, Узда, Ўрэчча, Фаніпаль"),
        ("bg", "Варна, Русе, София, Хасково, Шумен, Ябланица"),
        ("ru", "Елец, Ёлкино, Ельня, Йошкар-Ола, Казань, Объячево, Южа"),
        ("sr", "Дечани, Ђаковица, Инђија, Јагодина, Лучани, Љиг, Чачак, Џеп, Шабац"),
        ("mk", "Зелениково, Ѕвегор, Илинден, Куманово, Скопје, Тетово, Ќојлија, Штип"),
        ("hy", "Աշտարակ, Երևան, Էջմիածին, Իջևան, Օձուն"),
        ("ka", "ბათუმი, გორი, ვანი, ზესტაფონი, თბილისი, ჭიათურა, ხაშური"),
    ],
)
def test_names_stand_in_the_order_of_a_language(language, names):
    wanted = names.split(", ")
    shuffled = sorted(wanted, key=lambda name: name[::-1])
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == wanted


@pytest.mark.parametrize("language", ["fr", "pl", "el"])
def test_numbers_in_names_stand_in_their_own_order(language):
    names = ["Arrondissement 2", "Arrondissement 10", "Arrondissement 010b"]
    shuffled = sorted(names)
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == names


def test_a_number_that_is_too_long_stands_as_text():
    assert sort_key("Ref 1234567890", "en") == "ref 1234567890"


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "Łódź", "lodz"),
        ("pl", "Łódź", "lĀoĀdzĀ"),
        ("pl", "Nowy  Targ\t7", "nowy targ 00000007"),
        ("pl", "Nowa Łódź", "nowa lĀoĀdzĀ"),
        ("pl", "Київ", fold("Київ")),
        ("cs", "Chrudim", "hĀrudim"),
        ("pl", "", ""),
        ("el", "\u200b", ""),
    ],
)
def test_a_key_is_folded_text_with_marks(language, text, key):
    assert sort_key(text, language) == key


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pl", "pl"),
        ("pl-PL", "pl"),
        ("pl_PL.UTF-8", "pl"),
        ("de-AT", "de"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr-RS", "sr"),
        ("no", "nb"),
        ("zh-Hant", "en"),
        ("C", "en"),
        ("", "en"),
    ],
)
def test_a_tag_means_the_nearest_language(tag, language):
    assert nearest(tag) == language


@given(texts, languages)
def test_capitals_make_no_difference(text, language):
    # Python's own capitals: a Turkish i has another one, and some letters change theirs
    small = text.lower()
    if language not in {"tr", "az"} and small.upper().lower() == small:
        assert sort_key(small.upper(), language) == sort_key(small, language)


@given(texts, languages)
def test_letters_taken_apart_stand_with_those_in_one_piece(text, language):
    assert sort_key(unicodedata.normalize("NFD", text), language) == sort_key(text, language)


@given(texts, languages)
def test_blanks_around_and_between_words_make_no_difference(text, language):
    assert sort_key(f"  {text.replace(' ', '   ')}\t", language) == sort_key(text, language)


@given(texts, languages)
def test_what_is_folded_stands_where_it_stands_folded_again(text, language):
    assert sort_key(fold(fold(text)), language) == sort_key(fold(text), language)


@given(st.lists(texts), languages)
def test_bytes_compare_as_the_keys_do(texts, language):
    keys = [sort_key(text, language) for text in texts]
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode())


@given(texts)
def test_where_nothing_stands_apart_a_key_is_what_is_folded(text):
    letters = "".join(char for char in fold(text) if not char.isdigit())
    assert sort_key(letters, "de") == fold(letters)
