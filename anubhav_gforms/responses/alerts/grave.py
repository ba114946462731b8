"""What a message may say that the IG must read the same day: one list for alerts, for readers and for the desk.

Words miss: in the first weeks a person reads everything. A find is a reason to read, never a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ...campaign.alerts import AlertsConfig
from ...linear import linear
from ...text import heard, searched

OTHER = "other"
"""The matter of a message that holds a word of the office alone (config/alerts.toml)."""
SENSES: Mapping[str, str] = {
    # money
    "bribe": "रिश्वत* घूस* घुस वसूली* उगाही* भ्रष्ट* नजराना rishwat* ghoos* ghus ghusghori bribe* vasuli* ugahi* bhrasht* corrupt* extort*",
    "sum": "पैसा पैसे पइसा पैसों रुपया रुपये रुपयों रु रकम सौ हजार लाख कमीशन मिठाई खर्चा paisa paise pesa pese rupaya rupaye rupees rupee rs money cash hazar lakh commission mithai kharcha gift",
    "ask": "मांग* मंगि* मंगत mang* maang* magthe magat ask* demand*",
    "take": "लिया लिये लिए लेकर लेके लेते लेता लेथे लिस लिन लिहिस liya liye lekar leke lete leta took takes taking taken",
    "paid": "दिया दिए देना देने देवत डालो भेजो diya diye dena dene dalo bhejo paid pay paying",
    "must": "पड़* परिस तब तभी बिना बगैर pada pade padta padega tab tabhi bina must forced until only before",
    "give": "दो देबे do", "then": "तब तभी tab tabhi", "else": "तो वरना to varna otherwise",
    "tea": "चाय chai chay", "happy": "खुश khush", "to_make": "करो करना करने karo karna karne",
    "len": "लेन len", "den": "देन den", "pocket": "जेब मुट्ठी jeb mutthi", "warm": "गरम गर्म garam",
    "dues": "हफ्ता बंधी hafta bandhi", "eaten": "खा खाए खाये खाया खिलाया खिलाना kha khae khaye khaya khilaya khilana", "monthly": "महीना mahina", "takes": "लेता लेते leta lete",
    "something": "कुछ kuch something", "setting": "सेटिंग setting", "sweets": "मिठाई खर्चा mithai kharcha", "said": "कहा बोला बोले kaha bola bole said told", "under": "under", "table": "table",
    "rate": "रेट rate", "fixed": "फिक्स तय fix fixed tay", "fine": "चालान जुर्माना challan chalan fine jurmana", "receipt": "रसीद पावती raseed rasid pavti receipt",
    "no": "बिना बगैर बिन bina bin without",
    "not": "नहीं नही नइ नई ना न nahi nahin nai nhi nay na no not never didnt dont doesnt wont cannot",
    # a report that is refused
    "refuse": "मना इनकार टाल* टरका* mana inkar refus* denied deny denies tarka*", "chased": "भगा* लौटा* bhaga* lauta*",
    "report": "एफआईआर रिपोर्ट रिपोट शिकायत* आवेदन अर्जी मुकदमा fir report* ripot shikayat* avedan application complain* arji mukadma",
    "write": "लिख* दर्ज ली ले लेत लिया लेने लेते लेवत likh* darj li le liya lene lete regist* file* filed lodg* writ* wrote accept* take took taking taken",
    "fir": "एफआईआर fir", "come_to_be": "हुई होती होगी hui hoti",
    "settle": "समझौता* समझौते राजीनामा* samjhaut* rajinama* compromise* settle*", "press": "दबाव दबा जबरन जबरदस्ती मजबूर* dabav dabaav jabran zabardasti majbur* pressur* forc*",
    "area": "क्षेत्र इलाका kshetra ilaka area", "ours": "हमारा हमारे hamara hamare our ours",
    # violence and threats
    "blow": "मारपीट* पीटा पीटकर पीटना पिटाई* पीटिस पीटिन मारा मारता मारते मारथे मारिस मारिन मरिन धक्का* थप्पड़* तमाचा* लाठीचार्ज* मुक्का मुक्के घूंसा घूंसे लात लातों घसीट* यातना* mara maara marta marte maarte marin dhakka* marpit* maarpeet* pitai* thappad* lathicharge* mukka mukke ghunsa ghasit* beaten beating slap* kicked kicking punch* thrash* assault* tortur* manhandl* dragged",
    "raid": "छापा रेड chapa chhapa raid", "stick": "लाठी डंडा डंडे lathi danda dande", "strike": "मार मारे mar maar mare maare", "thrash": "पीट पीटा pit peet pita peeta", "done": "गया दिया डाला gaya diya dala",
    "beat": "beat hit", "whom": "me him her us my son brother father husband them mujhe",
    "hand": "हाथ hath haath hand", "raise": "उठाया उठाये छोड़ा uthaya utaya raised", "hair": "बाल baal hair", "grab": "पकड़* खींच* pakad* khinch* grab* pull*",
    "limb": "हाथ पैर टांग हड्डी दांत सिर मूड़ घर hath pair tang haddi dant sir sar mudh ghar leg legs arm bone bones", "break": "तोड़* फोड़* टूट* टोर tod* fod* toor tut* broke broken fractur*",
    "throat": "गला gala throat", "choke": "दबा* daba* chok*", "bullet": "गोली goli",
    "crime": "चाकू तलवार मुठभेड़* हत्या* दहेज तेजाब कुचल* टोनही* टोनहा* डायन जादू फायरिंग केरोसिन अपहरण* अगवा बहला* फुसला* chaku chaaku talwar muthbhed* encounter* hatya murder* dahej dowry acid tejab kuchal* tonhi* tonha* dayan jadu witch* firing kerosene apharan* agva bahla* fusla* kidnap* abduct* knife stabb*",
    "burn": "जला जलाया जरा आग jala jalaya jara aag fire", "lit": "दिया दी दिन दिस लगा* लगाई diya di dis laga* lagai",
    "missing": "लापता गुमशुदा lapata gumshuda missing", "forced": "जबरदस्ती zabardasti", "committed": "की किया ki kiya", "run_over": "चढ़ाने chadhane", "tied": "बांध* bandha bandhe bandhkar tied", "post": "खंभे पेड़ रस्सी khambe ped rassi pole tree rope",
    "signed": "अंगूठा दस्तखत हस्ताक्षर angutha dastakhat hastakshar signature sign signed",
    "threat": "धमकी* धमका* डराया डराते डरवा* गुंडागर्दी जानलेवा अंजाम dhamki* dhamka* daraya darate darwa* gundagardi janleva anjam threat* intimidat* harass* blackmail* ब्लैकमेल*",
    "see": "देख dekh", "shall": "लूंगा लेंगे lunga lenge",
    "life": "जान jaan life", "danger": "खतरा खतरे मार मारने khatra marne maar danger kill",
    "weapon": "बंदूक पिस्तौल कट्टा bandook pistol* katta gun", "show": "दिखा* तान* dikha* tana show* point*",
    "false": "झूठा झूठे झूठी फर्जी jhuta jhutha jhute jhuthe jhoothi farji farzi false fake", "case": "केस मुकदमा मुकदमे मामला मामले धारा case kes mukadma mukadme mamla mamle cases",
    "strip": "नंगा निर्वस्त्र nanga naked stripped", "cock": "मुर्गा murga", "made": "बना* bana*",
    # custody
    "custody": "हिरासत* हवालात* लॉकअप* लाकअप हथकड़ी* hirasat* hawalat* lockup* hathkadi handcuff* custody detain*", "lock": "लॉक lock", "up": "अप up",
    "night": "रात रातभर raat rat ratbhar night nights overnight", "inside": "बंद अंदर band andar locked inside", "shut": "बंद band", "in": "में me", "keep": "रखा रखे रखिन रखिस rakha rakhe rakhin kept keep",
    "seated": "बैठाया बिठाया बैठाए बिठाए बैठाये बइठाए baithaya bithaya baithae bithae", "seat": "बैठा बिठा baitha bitha",
    "days": "दिन दिनों din days", "station": "थाने थाना थाना चौकी thane thana chowki chauki station",
    "person": "बेटे बेटा भाई पति पिता मामा चाचा भतीजे भांजे मुझे उसे उसको लड़के बच्चे bete beta bhai pati pita mama chacha bhatije bhanje mujhe usko ladke bachche son brother husband father uncle", "carry": "उठाकर उठा उठाके uthakar utha uthake picked", "off": "ले लेगे लेगिस le lege up",
    "warrant": "वारंट warrant*",
    # women and children
    "sexual": "छेड़* बलात्कार* दुष्कर्म* अश्लील* यौन* रेप नग्न न्यूड chhed* chedchad* chedkhani balatkar* dushkarm* ashlil* rape raped rapist molest* sexual* obscen* vulgar* pocso indecent* nude*",
    "woman": "महिला* औरत* लड़की* लड़कियों बेटी* पत्नी* बहन* बहू* mahila* aurat* ladki* ladaki* beti* patni* behen* bahan* bahu girl woman* women* lady ladies wife daughter* sister*",
    "rude_to_her": "अभद्र* अशोभनीय* घूर* छूने छुआ पीछा abhadra* ghur* chhua chhune pichha picha touch* stare* staring stalk*",
    "foul": "गंदी गंदे gandi gande dirty", "wrong": "गलत galat wrong wrongly", "touched": "छू* छु* chhu* chua touch*", "edited": "एडिट* edit* morph*", "sign": "इशारा इशारे हरकत हरकतें नजर निगाह ishara ishare harkat* nazar nigah look*", "talk": "बात बातें मैसेज मेसेज वीडियो फोटो baat baate message* msg video photo",
    "alone": "अकेले अकेली akele akeli alone", "call": "बुला* कमरे कमरा मिलने मिलो bula* kamra kamre milne milo call* room come meet",
    "room": "क्वार्टर कमरे होटल quarter kamre hotel room", "come": "आ आना आओ aa aana aao come",
    "body": "बदन छाती कमर सीने badan chhati kamar seene", "clothes": "कपड़े kapde clothes", "tear": "फाड़* उतार* fad* utar* tore torn",
    "bodily": "शारीरिक sharirik physical", "relation": "संबंध sambandh relation*", "try": "कोशिश koshish tried try",
    # caste
    "caste": "जातिसूचक* जातिगत* दलित* हरिजन* अछूत* छुआछूत* jatisuchak* jatigat* dalit* harijan* achhut* caste* casteis*",
    "birth": "जाति जात आदिवासी jati jaati jaat adivasi tribal", "called": "कहकर कहा बोला kehkar kaha bola", "named": "नाम सूचक गाली गालियां नीच नीची छोटी पूछ* भेदभाव अपमान* कहकर naam nam suchak gali gaali gaaliyan neech neechi chhoti puch* bhedbhav apman* kehkar abus*",
    "sc": "एससी sc", "st": "एसटी st", "folk": "लोग लोगों समाज log logo samaj people", "low": "नीच neech",
    # whoever thinks of dying
    "suicide": "आत्महत्या* खुदकुशी* आत्मदाह* aatmahatya* khudkushi* suicid*", "die": "मर mar", "go": "जाऊं जाऊंगा जाऊंगी जाएंगे जाहूं jau jaunga jaungi jaenge jayenge",
    "yield": "दे de", "will": "दूं दूंगा दूंगी देंगे dunga dungi du denge", "dying": "मरने marne", "poison": "जहर फांसी zahar phansi poison", "eat": "खा* लगा* kha* laga*",
    "kill": "kill killing", "self": "myself", "live": "जीने जीना jeene jeena live living", "wish": "मन चाह* इच्छा man chah* iccha want wish", "finish": "खत्म khatam end", "own": "अपने खुद apne khud",
}  # fmt: skip
"""Words by what they mean here, as people of the range write them in Hindi, Roman Hindi, Chhattisgarhi and English; * at the end
stands for every ending. They are compared as they are heard."""
NUMBER = "number"
"""The sense of a sum in digits, not of a day, a time or a year."""
TOGETHER: Mapping[str, tuple[str, ...]] = {"unwritten": ("not write 2",)}
"""Senses that two others make when they stand together; the number says how many words they may lie apart."""
UNLESS_AFTER: Mapping[str, str] = {"ask": "not", "take": "not", "sum": "not", "blow": "raid"}
"""A word has not this sense right after that one: nobody asked for money."""
GRAVE: Mapping[str, tuple[str, ...]] = {
    "money": (
        "bribe", "sum ask", "sum take", "number ask", "number take 3", "sum paid must", "number paid must", "give then 1", "sum give else 4", "tea ask",
        "tea sum", "tea number", "happy to_make 1", "len den 1", "pocket warm 2", "no sum not", "dues ask", "dues take", "sum eaten 1", "rate fixed 3",
        "fine receipt not", "monthly takes 1", "something paid no 3", "setting no 2", "sweets said 3", "under table 2",
    ),
    "refused": ("report unwritten", "report refuse", "report chased", "fir not come_to_be 2", "settle press", "area ours not 4"),
    "violence": (
        "blow", "strike thrash 1", "strike done 1", "stick strike 3", "thrash done 1", "beat whom 2", "hand raise 2", "hair grab 2", "limb break 2", "throat choke 2", "bullet strike 2",
        "crime", "burn lit 2", "threat", "see shall 2", "life danger 3", "weapon show", "false case 2", "strip", "cock made 1", "chased off 2", "carry shall 1", "missing person", "missing woman", "forced committed 1", "run_over try 3", "tied post 3", "press signed",
    ),
    "custody": (
        "custody", "lock up 1", "night inside keep", "night seated", "inside keep 1", "station in shut 2", "seat take 1", "days station keep", "person carry off 4", "no warrant 2",
    ),
    "sexual": (
        "sexual", "woman rude_to_her", "woman hand grab", "foul sign 1", "wrong sign 1", "foul talk 1", "alone call", "night room come", "body hand 3", "clothes tear 2", "bodily relation 2",
        "press try 3", "wrong touched 3", "talk edited 2",
    ),
    "caste": ("caste", "birth named 3", "sc st 1", "sc folk 1", "low called 1"),
    "suicide": ("suicide", "die go 1", "life yield will 3", "dying press 2", "poison eat 2", "kill self 2", "live not wish", "finish shall own"),
}  # fmt: skip
"""Grave matters, sealed, for the IG only: senses that stand near each other in any order; the number says how many words they may lie
apart, where that is not `NEAR`."""
NEAR = 6
PAUSE = 4
"""So many words the end of a sentence counts for; a comma half of them."""
_WORDS = linear(r"\d[\d,]{0,12}|[a-z\u0900-\u0963\u0970-\u097f]{1,40}|[।|!?;,\n]|\.(?=\s|$)")
_APOSTROPHES = str.maketrans("", "", "'’")
_FOR = frozenset({"के", "ke", "इस", "is", "मेरे", "mere"})
"""Before "लिए" these make it "for"."""


@dataclass(frozen=True)
class _Rule:
    """Senses that mean something where they lie no more than `apart` words from each other."""

    name: str
    senses: frozenset[str]
    apart: int

    def holds(self, places: Mapping[str, int], turn: int) -> bool:
        since = max(0, turn - self.apart)
        return all(places.get(sense, -1) >= since for sense in self.senses)


def _by_sense(rules_of: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[_Rule]]:
    """The rules that a word of a sense may complete."""
    by_sense = defaultdict[str, list[_Rule]](list)
    for name, rules in rules_of.items():
        for rule in rules:
            *senses, last = rule.split()
            made = (
                _Rule(name, frozenset(senses), int(last))
                if last.isdecimal()
                else _Rule(name, frozenset((*senses, last)), NEAR)
            )
            for sense in made.senses:
                by_sense[sense].append(made)
    return by_sense


_MADE, _MATTERS = _by_sense(TOGETHER), _by_sense(GRAVE)


def grave_finder(alerts: AlertsConfig) -> Callable[[str], tuple[str, ...]]:
    """What tells the grave matters that a text may speak of: for alerts, piles, what may leave the office, and the desk."""
    of_office = word_finder(alerts.words.grave) if alerts.words.grave else None

    def matters(text: str) -> tuple[str, ...]:
        return grave_matters(text) or ((OTHER,) if of_office and of_office(text) else ())

    return matters


def grave_matters(text: str) -> tuple[str, ...]:
    """The grave matters that `text` may speak of, in the order of `GRAVE`."""
    places: dict[str, int] = {}
    matters: set[str] = set()
    for turn, senses in _senses(text):
        for rules, names in ((_MADE, senses), (_MATTERS, matters)):  # the senses that are made may complete a matter
            places.update(dict.fromkeys(senses, turn))
            names |= {rule.name for sense in senses for rule in rules.get(sense, ()) if rule.holds(places, turn)}
    return tuple(matter for matter in GRAVE if matter in matters)


def _senses(text: str) -> Iterator[tuple[int, set[str]]]:
    """Each word of a text that has a sense, with its turn."""
    turn, before, last = 0, set[str](), ""
    for word in _WORDS.findall(searched(text).translate(_APOSTROPHES)):
        if not word[0].isalnum():
            turn, before = turn + (PAUSE // 2 if word == "," else PAUSE), set()
            continue
        of_word = _of_number(word) if word[0].isdecimal() else _of_word(word)
        senses = {sense for sense in of_word if UNLESS_AFTER.get(sense) not in before}
        if last in _FOR:
            senses.discard("take")
        turn += 1
        if senses:
            yield turn, set(senses)
        before, last = senses, word


def _of_number(digits: str) -> frozenset[str]:
    value = int(digits.replace(",", ""))
    return frozenset({NUMBER} if 50 <= value < 10_000_000 and not 2010 <= value <= 2040 else ())


@lru_cache(maxsize=4096)
def _of_word(word: str) -> frozenset[str]:
    exact, stems = _vocabulary()
    word = heard(word)
    return frozenset(exact.get(word, ())).union(*(stems.get(word[:end], ()) for end in range(2, len(word) + 1)))


@cache
def _vocabulary() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """The senses of whole words, and of stems."""
    exact, stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for sense, words in SENSES.items():
        for word in words.split():
            (stems if word.endswith("*") else exact)[heard(word.rstrip("*"))].add(sense)
    return exact, stems


def word_finder(words: Sequence[str]) -> Callable[[str], bool]:
    """A function that tells whether a text holds one of the words; * at the end stands for every ending, # for a number."""
    letter = r"[\w\u0900-\u0963\u200c\u200d]"
    parts = []
    for word in words:
        stem = re.escape(searched(word.rstrip("*"))).replace(r"\ ", r"\s{1,9}").replace(r"\#", r"\d[\d,]{0,9}")
        parts.append(stem if word.endswith("*") else rf"{stem}(?!{letter})")
    pattern = linear(rf"(?<!{letter})(?:{'|'.join(parts)})")
    return lambda text: bool(text) and pattern.search(searched(text)) is not None
