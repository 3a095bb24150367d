"""Letters that look like Latin ones, in lower case, each with the letter it imitates.

Written by eye for this project, small letters only: case is folded before. A letter is
listed when a reader in a hurry takes it for the Latin one.
"""

__all__ = ["LOOKALIKES"]

# One line for each Latin letter: the letter, then its imitations.
_ROWS = """
a аαɑᴀǎạ@
b ьвʙβƅ
c сϲᴄᴐ
d ԁɗđᴅð
e еєεᴇɛҽℯ
f ƒꜰϝ
g ɡɢց
h һнʜħη
i іιɪıӏɩ
j јϳᴊ
k кκᴋқ
l ʟłⅼɭ
m мᴍ
n пɴռήи
o оοσᴏøөօ
p рρᴘ
q ԛգ
r гʀᴦя
s ѕꜱʂ
t тτᴛŧ
u υᴜսц
v νᴠѵ
w ԝωᴡѡш
x хχ×
y уγʏўү
z ᴢʐƶ
"""

_NEGATIVE_CIRCLED = 0x1F150
_NEGATIVE_SQUARED = 0x1F170
_REGIONAL = 0x1F1E6
_TAG_LETTERS = (_NEGATIVE_CIRCLED, _NEGATIVE_SQUARED, _REGIONAL)

LOOKALIKES: dict[str, str] = {
    imitation: row[0]
    for row in _ROWS.split("\n")
    if row
    for imitation in row[2:]
    if imitation != "@"
}
LOOKALIKES |= {
    chr(first + n): chr(ord("a") + n) for first in _TAG_LETTERS for n in range(26)
}
