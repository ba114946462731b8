"""What citizens write: short texts in Hindi, Roman Hindi, Chhattisgarhi and English. Nobody is named."""

from __future__ import annotations

import numpy as np

GOOD = (
    (
        "पुलिस ने बहुत अच्छे से बात की", "थाने में बैठने को कहा और पानी पिलाया", "मेरी शिकायत तुरंत लिखी गई", "एक घंटे में काम हो गया",
        "महिला डेस्क पर बहुत मदद मिली", "मोबाइल गुम होने की रसीद उसी समय मिल गई", "स्टाफ का व्यवहार अच्छा रहा", "बिना किसी परेशानी के सत्यापन हो गया",
        "हवलदार साहब ने पूरी बात ध्यान से सुनी", "रात में भी तुरंत गाड़ी भेजी गई",
    ),
    (
        "thane me bahut achhe se baat ki", "meri baat dhyan se suni gayi", "kaam jaldi ho gaya", "FIR ki copy turant mil gayi", "staff ka vyavhar achha tha",
        "pani pilaya aur baithne ko bola", "passport verification bina dikkat ke ho gaya", "challan ki poori jankari di gayi", "phone gum hua tha, raseed mil gayi",
    ),
    (
        "थाना म बने सुनिन", "साहब मन बने गोठ बात करिन", "हमर काम जल्दी होगे", "बने मदद करिन", "पानी घलो पियाइन",
    ),
    (
        "Staff was polite and listened to me", "My complaint was written at once", "Verification was done in one visit", "Very helpful women's desk",
        "Got the receipt for my lost phone immediately", "They explained each step clearly", "Quick response at night also",
    ),
)  # fmt: skip
BAD = (
    (
        "दो घंटे तक कोई सुनने वाला नहीं था", "रिपोर्ट लिखने से मना कर दिया", "बार बार कल आने को कहते हैं", "डाँट कर भगा दिया", "एफआईआर की प्रति नहीं दी",
        "शौचालय बहुत गंदा है और पानी नहीं है", "तीन हफ्ते से मामले में कुछ नहीं हुआ", "बैठने की जगह नहीं है, बुजुर्ग खड़े रहते हैं", "फोन पर ठीक से जवाब नहीं देते",
        "मुझे एक कमरे से दूसरे कमरे भेजते रहे",
    ),
    (
        "thane me baat nahi suni", "2 ghante wait karaya", "report nahi likhi, bola kal aana", "bahut badtameezi se baat ki", "copy mangi to nahi di", "koi karyawahi nahi hui abhi tak",
        "toilet ganda hai pani bhi nahi", "phone nahi uthate", "ek mahine se chakkar laga raha hu",
    ),
    (
        "हमर गोठ ला कोनो नइ सुनिन", "तीन घाँव आयेंव फेर काम नइ होइस", "रिपोट नइ लिखिन", "बइठे के जघा नइ हे",
    ),
    (
        "Nobody listened for two hours", "They refused to register my complaint", "No action even after three weeks", "Asked to come again and again", "Toilet is dirty and no drinking water",
        "Was spoken to rudely in front of others", "No copy of the FIR was given",
    ),
)  # fmt: skip
IDEAS = (
    ("टोकन नंबर मशीन लगाई जाए", "महिलाओं के लिए अलग बैठक हो", "शाम को भी सत्यापन का काम हो", "सूचना बोर्ड हिंदी में बड़ा लिखा जाए", "पीने के पानी की व्यवस्था करें", "पार्किंग की जगह बनाइए"),
    ("token system hona chahiye", "online status dikhna chahiye", "ek enquiry counter banaiye", "sunday ko bhi khula rakhe", "board hindi me lagaye"),
    ("पानी के बेवस्था करव", "एक ठन खिड़की अलग रहय"),
    ("Please add a token machine", "Put up a help desk near the gate", "Send an SMS with the status of the case", "More chairs in the waiting hall"),
)  # fmt: skip
ELSEWHERE = (
    ("मोहल्ले में रात को तेज आवाज वाली बाइक चलती है", "बिजली का खंभा टूटा है", "नाली की सफाई नहीं हो रही", "स्कूल के पास नशा बिकता है", "सड़क पर आवारा मवेशी बैठे रहते हैं"),
    ("colony me loud silencer bike chalti hai", "street light band hai", "bina number plate ki gadi ghumti hai", "chowk par roz jam lagta hai"),
    ("गाँव म बिजली नइ हे", "गली म पानी भर जाथे"),
    ("Loud bikes at night near the school", "Street light not working in our ward", "Cars with dark film near the market"),
)  # fmt: skip
GRAVE = (
    ("रिपोर्ट लिखने के लिए पैसे माँगे गए", "थाने में मारपीट की गई", "एफआईआर नहीं लिखी और धमकी दी", "महिला से अभद्र बात की गई", "चालान छोड़ने के लिए दो हजार माँगे", "रात भर थाने में बैठाए रखा"),
    ("paise maange report likhne ke liye", "thane me maar peet ki", "FIR nahi likhi aur dhamki di", "500 rupaye lekar kaam kiya", "jaati ka naam lekar gaali di"),
    ("पइसा माँगिन तब रिपोट लिखिन", "डरवाइन अउ भगा दिन"),
    ("They asked for money to write my report", "Was threatened not to file an FIR", "Beaten inside the station", "Asked for a bribe to release my vehicle"),
)  # fmt: skip
"""What must reach a person on the same day."""
COPIES = (
    "bahut accha kaam",
    "bahut achha kaam",
    "bahut accha kaam sir",
    "Bahut accha kam",
    "बहुत अच्छा काम",
    "good work",
)
"""What one hand writes again and again."""
TAILS = (
    (" धन्यवाद", " 🙏", "।", " कृपया ध्यान दें", " जय हिंद", ""),
    (" dhanyawad", " 🙏", " please dhyan de", " thanks sir", "", "..."),
    (" जय जोहार", " 🙏", "", " सुरता रखहू"),
    (" Thank you.", " 👍", ".", "", " Jai Hind."),
)  # fmt: skip
LANGUAGE_SHARE = (0.46, 0.30, 0.08, 0.16)
SUBJECTS = {"praise": GOOD, "complaint": BAD, "suggestion": IDEAS, "elsewhere": ELSEWHERE, "grave": GRAVE}


def message(subject: str, random: np.random.Generator) -> str:
    """A text about a subject (praise, complaint, suggestion, elsewhere, grave), in one of the four ways of writing."""
    language = int(random.choice(4, p=LANGUAGE_SHARE))
    pool = SUBJECTS[subject][language]
    count = 1 if random.random() < 0.6 else 2
    parts = [pool[int(at)] for at in random.choice(len(pool), size=min(count, len(pool)), replace=False)]
    when = int(random.integers(1, 29))
    text = ("। " if language in (0, 2) else ", ").join(parts)
    if random.random() < 0.3:
        day = (
            "{} तारीख को आया था, ",
            "{} tarikh ko aaya tha, ",
            "{} तारीख के आय रहेंव, ",
            "Visited on {} of this month: ",
        )[language]
        text = day.format(when) + text
    return text + str(random.choice(TAILS[language]))
