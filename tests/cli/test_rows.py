from __future__ import annotations

import json
from decimal import Decimal

from rich.cells import cell_len

from stemmata.cli.rows import Format, grid, written


def lines(header, rows, width=60):
    return grid(header, rows, width).splitlines()


def test_numbers_stand_to_the_right_with_their_points_in_line():
    rows = [["a", 1, 1.5, True, None], ["bb", 200, 10.25, False, 3], ["c", None, 0.0, None, 4]]
    assert lines(["name", "n", "share", "hard", "few"], rows) == [
        "name    n  share  hard   few",
        "----  ---  -----  -----  ---",
        "a       1   1.50  true",
        "bb    200  10.25  false    3",
        "c           0.00           4",
    ]


def test_whole_numbers_lose_their_point_and_long_ones_their_tail():
    assert lines(["n"], [[3.0], [200.0]])[2:] == ["  3", "200"]
    assert lines(["n"], [[1 / 3], [2.5]])[2:] == ["0.333333", "2.500000"]
    assert lines(["n"], [[1e300], [2]])[2:] == ["1e+300", "     2"]
    assert lines(["n"], [[Decimal(7)], [12]])[2:] == [" 7", "12"]


def test_long_words_are_cut_to_the_width_and_ids_are_not():
    rows = [["f" * 24, "word " * 40, 3], ["0" * 24, "short one", 4444]]
    made = lines(["id", "text", "n"], rows)
    assert max(map(cell_len, made)) == 60
    assert made[2].startswith("f" * 24 + "  word word ")
    assert "…" in made[2] and made[2].endswith("     3")
    assert made[3].endswith("short one" + made[3].partition("short one")[2])
    whole = lines(["id", "text", "n"], rows, 400)
    assert "word " * 39 + "word" in whole[2]


def test_where_nothing_fits_lines_are_long_and_columns_stay():
    made = lines(["a", "b", "c"], [["x y" * 9, "z" * 90, "u v" * 9]], 10)
    assert [len(part) for part in made[1].split()] == [8, 8, 8]


def test_a_text_stays_on_its_line_and_sends_nothing_to_the_terminal():
    made = lines(["text", "after"], [["one\r\n\ttwo \x1b[2Jthree\u202e", "x"]])
    assert made[2] == "one two [2Jthree  x"


def test_wide_letters_take_their_room():
    made = lines(["text", "n"], [["漢字 漢字", 1], ["plain text", 2]], 60)
    assert {cell_len(line) for line in made} == {13}
    assert all(cell_len(line) <= 12 for line in lines(["text", "n"], [["漢字 漢字 漢字 漢字", 1]], 12))


def test_lists_of_texts_are_read_as_texts():
    assert lines(["ids", "odd"], [[["a", "b c"], [1, None]]])[2] == "a; b c  [1, null]"


def test_no_rows_leave_the_header_and_say_so():
    assert lines(["family", "n"], []) == ["family  n", "------  -", "(no rows)"]


def test_the_other_formats_keep_everything():
    rows = [{"text": 'a | "b"\nc', "n": Decimal(3), "ids": ["x"]}]
    columns = ["text", "n", "ids"]
    assert json.loads(*written(columns, iter(rows), Format.JSONL)) == {"text": 'a | "b"\nc', "n": 3, "ids": ["x"]}
    assert list(written(columns, iter(rows), Format.CSV))[1] == '"a | ""b""\nc",3,"[""x""]"'
    assert list(written(columns, iter(rows), Format.MARKDOWN)) == [
        "| text | n | ids |",
        "|---|---|---|",
        '| a \\| "b" c | 3 | ["x"] |',
    ]
