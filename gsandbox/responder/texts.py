"""The words of the page itself, in the visitor's language: Hindi for those whose browser asks for it, else English."""

from __future__ import annotations

from .submission import AnswerFault

LANGUAGES = ("en", "hi")
NOT_FOUND = "Sorry, the file you have requested does not exist."

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "recorded": "Your response has been recorded.",
        "about": "About this form",
        "another": "Submit another response",
        "edit": "Edit your response",
        "submit": "Submit",
        "next": "Next",
        "back": "Back",
        "clear": "Clear form",
        "unselect": "Clear selection",
        "save": "Sign in to Google to save your progress. Learn more",
        "required_note": "* Indicates required question",
        "required": "Required question",
        "answer": "Your answer",
        "other": "Other:",
        "choose": "Choose",
        "page": "Page {page} of {pages}",
        "closed": "The form {title} is no longer accepting responses.",
        "closed_more": "Try contacting the owner of the form if you think this is a mistake.",
        "no_edit": "Editing is turned off: this response can no longer be changed.",
        "lost": "Something went wrong. Please try again.",
        "sign_in": "Sign in to continue",
        "sign_in_more": "To fill in this form, you must be signed in. The sandbox has no accounts to sign in with.",
        "other_account": "Switch account",
        "faults": "Please look at these answers again",
        "email": "Email",
        "email_hint": "Your email",
        "year": "Year",
        "month": "Month",
        "day": "Day",
        "date": "Date",
        "time": "Time",
        "hour": "Hours",
        "minute": "Minutes",
        "second": "Seconds",
        "skip": "Skip to the questions",
        "sandbox": "Test form of a sandbox on this machine. Nothing here reaches Google.",
        "wait": "Sending …",
    },
    "hi": {
        "recorded": "आपका जवाब रिकॉर्ड कर लिया गया है.",
        "about": "इस फ़ॉर्म के बारे में",
        "another": "दूसरा जवाब भेजें",
        "edit": "अपने जवाब में बदलाव करें",
        "submit": "भेजें",
        "next": "आगे",
        "back": "पीछे",
        "clear": "फ़ॉर्म खाली करें",
        "unselect": "चुना हुआ हटाएँ",
        "save": "अपनी प्रगति सेव करने के लिए, Google में साइन इन करें. ज़्यादा जानें",
        "required_note": "* का मतलब: जवाब ज़रूरी है",
        "required": "ज़रूरी सवाल",
        "answer": "आपका जवाब",
        "other": "अन्य:",
        "choose": "चुनें",
        "page": "पेज {page} / {pages}",
        "closed": "फ़ॉर्म {title} अब जवाब नहीं ले रहा है।",
        "closed_more": "अगर आपको लगता है कि यह गलती से हुआ है, तो फ़ॉर्म के मालिक से संपर्क करें।",
        "no_edit": "बदलाव बंद है: यह जवाब अब नहीं बदला जा सकता।",
        "lost": "कोई गड़बड़ी हुई। कृपया फिर से कोशिश करें।",
        "sign_in": "आगे बढ़ने के लिए साइन इन करें",
        "sign_in_more": "यह फ़ॉर्म भरने के लिए साइन इन करना ज़रूरी है। अभ्यास सर्वर में साइन इन करने के लिए कोई खाता नहीं है।",
        "other_account": "खाता बदलें",
        "faults": "कृपया इन जवाबों को फिर से देखें",
        "email": "ईमेल",
        "email_hint": "आपका ईमेल",
        "year": "साल",
        "month": "महीना",
        "day": "दिन",
        "date": "तारीख",
        "time": "समय",
        "hour": "घंटे",
        "minute": "मिनट",
        "second": "सेकंड",
        "skip": "सीधे सवालों पर जाएँ",
        "sandbox": "इसी कंप्यूटर के अभ्यास सर्वर का फ़ॉर्म। यहाँ से कुछ भी Google तक नहीं पहुँचता।",
        "wait": "भेजा जा रहा है …",
    },
}

FAULTS: dict[str, dict[AnswerFault, str]] = {
    "en": {
        AnswerFault.REQUIRED: "This is a required question",
        AnswerFault.NO_SUCH_OPTION: "Choose one of the options shown",
        AnswerFault.ONE_ONLY: "Choose one answer only",
        AnswerFault.BAD_DATE: "Invalid date",
        AnswerFault.BAD_TIME: "Invalid time",
        AnswerFault.BAD_EMAIL: "Must be a valid email",
        AnswerFault.TOO_LONG: "This answer is too long",
    },
    "hi": {
        AnswerFault.REQUIRED: "इस सवाल का जवाब देना ज़रूरी है",
        AnswerFault.NO_SUCH_OPTION: "दिखाए गए विकल्पों में से एक चुनें",
        AnswerFault.ONE_ONLY: "केवल एक जवाब चुनें",
        AnswerFault.BAD_DATE: "तारीख सही नहीं है",
        AnswerFault.BAD_TIME: "समय सही नहीं है",
        AnswerFault.BAD_EMAIL: "सही ईमेल लिखें",
        AnswerFault.TOO_LONG: "यह जवाब बहुत लंबा है",
    },
}


def language_of(accept: str, wanted: str = "") -> str:
    """The page's language: the parameter `hl` when it names one we have, else the first such in Accept-Language."""
    for tag in (wanted, *(part.partition(";")[0] for part in accept.split(","))):
        short = tag.strip().partition("-")[0].lower()
        if short in LANGUAGES:
            return short
    return "en"
