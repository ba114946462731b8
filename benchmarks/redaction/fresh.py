"""Messages written by hand after the rules were done, and never used to change them. [[…]] stands around what must go.

Invented, all of them: no number, plate, address or name is anybody's that we know of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .messages import Message, Planted, Script

TEXTS = {
    Script.HINDI: """
mobile|मुझे [[९१२३४ ५६७८९]] पर शाम के बाद ही फोन करना
mobile|नंबर लिख लो [[सात शून्य शून्य दो, चार पाँच, छह छह एक नौ]]
mobile|व्हाट्सएप करें [[+९१-८७६५४३२१०९]]
mobile|मेरे पिताजी का नंबर है [[निन्यानवे बाईस तैंतीस चौवालीस पचपन]] उन्हें बताना
mobile|फोन 8 हज़ार बार किया, [[9456 781 234]] पर
aadhaar|आधार नम्बर [[2341-2341-2346]] दिखाया फिर भी नहीं माना
vehicle|मेरी बाइक [[सी जी 04 - एम एन - 7788]] थाने में खड़ी है
vehicle|ट्रक [[CG-12-BA-0099]] वाले से वसूली
vehicle|गाड़ी नम्बर [[छत्तीसगढ़ 10 एबी 4455]] पकड़ी
e-mail|जवाब यहाँ दें [[ramdin.kuch@example.co.in]]
e-mail|मेल है [[kuchbhi77 ऐट जीमेल डॉट कॉम]]
link|सबूत का वीडियो [[drive.example.com/file/d/abc]] में है
fir|एफआईआर नंबर [[शून्य चार पाँच सन दो हजार छब्बीस]] पर कुछ नहीं हुआ
fir|मेरे प्रकरण क्रमांक [[212/2026]] में बयान नहीं लिया
fir|थाने का रोजनामचा सान्हा [[34/26]] देखें
pan|पैन [[ABCPK1234L]] की फोटो ले ली
name|टी आई श्री [[वलकन सोपत]] का व्यवहार बहुत अच्छा था
name|सब इंस्पेक्टर [[तिमरू]] मैडम ने मेरी मदद की
name|मुंशी [[झबलू]] ने दो हज़ार लिए
name|[[केसरन पटोला]] भैया ने पानी पिलाया
name|मेरा नाम [[रुमकी देवलन]] है और मैं पेंड्रा से हूँ
name|डीएसपी [[महोरक]] साहब ने तुरंत कार्रवाई की
name|आरक्षक क्रमांक 442 [[सिरमोल]] ने गाली दी
name|पीड़िता [[लोमती बाई]] को घंटों बैठाया
name|मेरे पति [[गोवरन]] को उठा ले गए
none|दो दिन से पाँच बार चक्कर लगाए, तीन लोग बैठे थे, किसी ने नहीं सुना
none|धारा 376 और 506 के बारे में पूछा, 2026 में 12 तारीख को
none|टीआई साहब और महिला आरक्षक दोनों अच्छे हैं
none|सुबह 9 से 5 बजे तक 100 लोग आते हैं
none|थाना प्रभारी व्यस्त थे, प्रभारी अच्छे इंसान हैं
none|एक सिपाही ने रोका और पाँच सौ माँगे
""",
    Script.ROMAN: """
mobile|mera mo no [[9 1 2 3 4 5 6 7 8 9]] hai sir
mobile|whatsapp kare [[91234-56789]]
mobile|call karna [[nau ek do teen double chaar paanch chhe saat aath]]
mobile|number hai [[bayasi chhattis unnis pachhattar gyarah]]
mobile|bhai ka no. [[+91.98123.45678]]
aadhaar|adhar card [[234123412346]] le liya
vehicle|meri scooty [[cg04 mn 7788]] utha le gaye
vehicle|truck no [[Cg 12 ba 0099]] se paise liye
e-mail|reply [[ramdin_kuch at the rate example dot com]]
e-mail|mail id [[kuchbhi.77@example.org]]
link|video [[youtube.example.com/watch?v=abc]] dekho
fir|mera FIR [[45/26]] abhi tak pending hai
fir|apradh no [[212 / 2026]] me bayan nahi liya
pan|pan [[abcpk1234l]] bhi liya
name|TI shri [[valkan sopat]] ka vyavhar accha tha
name|munshi [[jhablu]] ne do hajar liye
name|[[Kesran Patola]] bhaiya ne pani pilaya
name|mera nam [[rumki devlan]] hai
name|dsp [[mahorak]] sahab ne turant karwai ki
name|mere pati [[govran]] ko utha le gaye
name|hawaldar [[tipsu]] ji bahut acche hai
name|thanedar saheb [[molchand]] ne suna
none|do din se paanch baar chakkar lagaye, teen log baithe the
none|sir maine 3 baar bola, sp office bhi gaya tha
none|main thane gaya aur bol kar aaya
none|ek sipahi ne roka aur paanch sau mange
none|up nirikshak accha bola
none|5000 rupaye ka mobile tha, 12000 ka bill
""",
    Script.ENGLISH: """
mobile|My WhatsApp is [[+91 91234 56789]], call after six
mobile|ring [[zero nine one two three four five six seven eight nine]]
mobile|contact [[9123 456 789]] any time
mobile|my wife's phone: [[91234.56789]]
aadhaar|They photocopied my Aadhaar [[2341 2341 2346]] twice
vehicle|My scooter [[CG 04 MN 7788]] is still in the yard
vehicle|plate no. [[CG04-MN-7788]] was towed
vehicle|his jeep, [[22 BH 1234 AB]], hit us
e-mail|write me at [[some.body77@example.net]]
e-mail|mail: [[somebody77 (at) example (dot) com]]
link|photos: [[https://photos.example.com/a/b?c=1]]
fir|my complaint no. [[45/2026]] lies there
fir|nobody read FIR No. [[212]] dated 3/4/2026
pan|PAN [[ABCPK1234L]] was demanded
name|Inspector [[Valkan Sopat]] is a gentleman
name|I met Mrs. [[Rumki Devlan]] at the desk
name|Constable [[Tipsu]] took 200 rupees from me
name|my name is [[Govran Mahor]], please help
name|ASI [[Molchand]] shouted at my mother
name|my husband [[Govran]] was kept till night
name|Thanks to [[Kesran Patola]] sir and his team
none|I am very happy with the help, two or three people waited
none|The officer was polite and the guard opened the gate
none|section 420 and 506 were not explained, in 2026 on 12 May
none|This is the best station, inspector sir helped all 5 of us
none|Asked twice, ten minutes each, and then one more hour
""",
}


def fresh() -> list[Message]:
    """All of them, with what is planted in each."""
    return parsed(TEXTS)


def parsed(blocks: Mapping[Script, str]) -> list[Message]:
    """Lines "kind|text" by script → messages with what is planted in each."""
    made = []
    for script, block in blocks.items():
        for line in block.strip().splitlines():
            kind, _, text = line.partition("|")
            planted = tuple(Planted(kind, found) for found in re.findall(r"\[\[(.*?)\]\]", text))
            made.append(Message(script, text.replace("[[", "").replace("]]", ""), planted))
    return made
