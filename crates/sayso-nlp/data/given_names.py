"""Makes given-names.txt: one given name a line, in lower case, with its likely gender.

    given_names.py TOP1000_YEARS.tsv FORENAMES.tsv FIRST.txt.gz SURNAMES.txt.gz > given-names.txt

TOP1000_YEARS.tsv  name, girl_years, boy_years: in how many years the name was among the thousand
                   most given to girls, or to boys, in the United States.
FORENAMES.tsv      name, female_lists, male_lists: in how many countries' lists of popular names.
FIRST.txt.gz       first names of the whole world york mental sunshine navy without gender, one a line; those of four letters or
                   more that SURNAMES.txt.gz does not hold are taken.

`f` or `m` where one side clearly outweighs the other, else `u`. Names that news uses far more often
as another word are left out.
"""
import csv
import gzip
import sys

OTHER_WORDS = set(
    "add admiral aide ailing airy alien ally america an angels angle april archbishop arizona "
    "army asia august aura author autumn baby banks bear beat beauty bent bishop blessing blue "
    "boss brain branch britain brown buck bully bush california candid cap captain cardinal "
    "carolina carry case cash chance chancellor charity cherish china chosen christian christmas "
    "clinton code colonel colorado comfort commodore company con congress conversion council "
    "county courage crew daily dakota darling dash december deputy desire destiny divine doctor "
    "doe dove dream duchess duke earl early earnest east echo edit egypt elder else england era "
    "essence ever fate fed fleet france friday friend gang garner gay general georgia germany "
    "gift glory golden governor gray green grit hall hamlet harden harm harsh haven heaven hill "
    "holland hung hunt india indiana infant ireland iron israel italy january jihad job journal "
    "journey judge june junior justice kansas king lady laid landing lane lawyer lean leaner lech "
    "legacy legend less levy liberty lies link little loan london lone long lore louisiana love "
    "loyal loyalty lucky maine major male march marks marquis marry mat math maverick may media "
    "mental mercy metro mexico miller mills mine minor miracle miss mississippi missouri monday "
    "montana montgomery muslim navy nevada nigeria north november numbers ocean october ohio oral "
    "orange oregon paris park party patience pink pleas pleasant pool pope precious president "
    "press price prince princess promise queen raid reason red reign republic river roar rock "
    "rode roll rowdy royal rush russia said saint sample sang season senator september seven "
    "shade sheriff silly silver sincere sing sir sister skip sky soda son soon south spain spring "
    "star state states steward stone storm success sultan summer sunday sunny sunshine syria tea "
    "texas than thursday tiny titan tone toy trace treasure truce true tuesday union unique "
    "unknown unnamed urban utah van vatican veer vermont victory villa virginia wash washington "
    "wednesday were west will wing winter wisconsin wisdom world worth york young"
    .split()
)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


counts = {}
for row in rows(sys.argv[1]):
    counts[row["name"].casefold()] = [int(row["girl_years"]), int(row["boy_years"])]
for row in rows(sys.argv[2]):
    name = row["name"].casefold()
    girls, boys = counts.setdefault(name, [0, 0])
    # A list of popular names tells more than years on a long list.
    counts[name] = [girls + 60 * int(row["female_lists"]), boys + 60 * int(row["male_lists"])]



def lines(path):
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return {line.strip().casefold() for line in file}


for name in lines(sys.argv[3]) - lines(sys.argv[4]):
    if len(name) > 3:
        counts.setdefault(name, [0, 0])

for name, (girls, boys) in sorted(counts.items()):
    if name in OTHER_WORDS or len(name) < 2 or not name.replace("-", "").isalpha():
        continue
    gender = "f" if girls > 1.6 * boys else "m" if boys > 1.25 * girls else "u"
    print(name, gender)
