"""Lines by hand, praise and grave matters, written after the rules of 72d4a0f. Of them only the grave ones changed a rule
afterwards: words that deny are no longer harmless (2 of 30 would have left without a person).

Their author wrote the rules too and knows them, so they are not the sets of a stranger. Every value is invented. [[…]] stands
around what must go.
"""

from __future__ import annotations

from .fresh import parsed
from .messages import Message, Script

LINES = {
    Script.HINDI: """
mobile|फोन करहू [[९८२७० ४५१२३]] म संझा के बेरा
mobile|नंबर हे [[नव आठ दू सात सुन्ना चार पाँच एक दू तीन]]
mobile|मेरा नं० [[8839-120-457]] है कृपया बात करें
mobile|[[सात पाँच डबल आठ फिर एक दो तीन चार पाँच छह]] पर कॉल कीजिए
account|बैंक खाते [[3021 5567 8890]] की जानकारी माँगी
account|मेरे एटीएम का पिन [[4471]] पूछ लिया
aadhaar|आधार के अंतिम चार अंक [[7719]] हैं
belt|बेल्ट नंबर [[871]] वाले सिपाही ने मारा
belt|प्रधान आरक्षक क्रमांक [[1320]] ने गाली दी
birth|मेरी जन्मतिथि [[04.08.1996]] गलत लिखी
handle|मेरी इंस्टा आईडी [[phulwa_07]] पर फोटो डाल दी
upi|पैसे [[tihari77@ybl]] पर डलवाए
relation|[[हीरामन]] आत्मज [[बुधराम]] को थाने में बैठाए रखा
relation|मेरे जीजा [[टेकराम]] से दस्तखत कराए
relation|मेरी माँ [[जानकी]] को घंटों बैठाया
bare name|[[भुनेश्वर]] हर पइसा मांगिस
bare name|ड्यूटी पर [[प्रमिला कुजूर]] थीं, बहुत मदद की
bare name|[[मनहरण लाल]] ने फ़र्ज़ी केस में फँसाया
address|मैं [[तिफरा]] के पास यदुनंदन नगर में रहता हूँ
address|मकान नंबर [[114]] गली [[6]] में चोरी हुई
address|ग्राम पंचायत [[करगीखुर्द]] में शराब बिकती है
address|वार्ड [[22]] के पार्षद साथ थे
signature|सादर, [[कौशल्या बंजारे]]
signature|निवेदक [[पुनऊ राम]]
fir|मेरी एफआईआर नंबर [[118/26]] पर कुछ नहीं
vehicle|मोटरसाइकिल [[सीजी 10 बीके 4471]] नहीं लौटाई
name|एएसआई [[लकड़ा]] ने ध्यान से सुना
name|सरपंच [[झुनकी बाई]] के साथ गया था
""",
    Script.ROMAN: """
mobile|phone karhu [[98270 45123]] ma sanjha ke bera
mobile|[[nau aath du saat sunna chaar paanch ek du teen]] mor number he
mobile|no. [[88391 uske baad 20457]] hai
mobile|call kro [[7 5 8 8, 1 2 3, 4 5 6]]
mobile|whatsapp [[seven five double eight one two three four five six]]
account|bank khata [[3021-5567-8890]] ki jankari mangi
account|atm pin [[4471]] puch liya
aadhaar|aadhar last 4 digit [[7719]]
belt|belt no. [[871]] wale sipahi ne mara
birth|date of birth [[4 aug 1996]] galat likhi
handle|fb par [[tihari.sahu77]] naam se fake id
upi|paise [[tihari77@okaxis]] par dalwaye
identity|voter id [[KXL 4471203]] rakh liya
relation|[[hiraman]] pita [[budhram]] ko baithaye rakha
relation|mere jija [[tekram]] se sign karwaya
relation|padosi [[Mantram]] roz gali deta hai
bare name|[[bhuneshwar]] har paisa mangis
bare name|duty par [[Pramila Kujur]] thi bahut madad ki
bare name|[[lochan]] aur [[phekan]] ne milke mara
address|mai [[tifra]] ke paas rehta hu
address|makan no [[114]] gali [[6]] me chori hui
address|gram panchayat [[kargikhurd]] me sharab bikti hai
address|hum log [[Lingiyadih]] se aaye the
signature|dhanyavad, [[Kaushalya Banjare]]
signature|aapka [[Punau Ram]]
fir|mera case number [[118/26]] pending
vehicle|gadi [[cg 10 bk 4471]] nahi lautayi
name|asi [[lakra]] ne dhyan se suna
name|[[netam]] sahab ne paani pilaya
""",
    Script.ENGLISH: """
mobile|ring me at [[98270.45123]] after six
mobile|number is [[nine eight two seven oh four five one two three]]
mobile|call [[88391 then 20457]]
account|savings account [[30215567889]] was emptied
account|the card ending [[7719]] was swallowed
belt|constable number [[871]] hit me
birth|born [[4/8/1996]], wrongly written
handle|my twitter is [[@tihari_77]]
identity|passport [[N4471203]] verification pending
identity|IFSC [[QXYZ0001234]]
relation|[[Hiraman]] son of [[Budhram]] was kept inside
relation|my neighbour [[Mantram]] threatens us
bare name|[[Bhuneshwar]] asked for money
bare name|[[Pramila Kujur]] was on duty and helped
bare name|Only [[Fulkunwar]] listened to me
address|I stay near [[Tifra]] bridge
address|House no [[114]], street [[6]], was robbed
address|we came from [[Lingiyadih]]
signature|Yours faithfully, [[Kaushalya Banjare]]
signature|Thanks, [[Punau]]
fir|FIR number [[118/26]] is pending
vehicle|bike [[CG10BK4471]] not returned
name|ASI [[Lakra]] heard me out
name|[[Netam]] sir gave us water
""",
}
PRAISE = """
थाने का स्टाफ बहुत अच्छा है, सबकी बात सुनते हैं
पानी और बैठने की अच्छी व्यवस्था थी, धन्यवाद
एफआईआर की कॉपी तुरंत मिल गई
पुलिस ने बहुत जल्दी कार्रवाई की, आभार
महिला डेस्क पर सम्मान से बात हुई
टीआई साहब ने ध्यान से सुना और समाधान किया
साफ-सफाई देखकर अच्छा लगा
रात में भी मदद मिली, बहुत धन्यवाद
एक पंखा और लगवा दीजिए, गर्मी बहुत है
शौचालय की सफाई रोज होनी चाहिए
बने बेवहार करिन, खुश हन
इहां के सिपाही मन बढ़िया हें
पहले से बहुत सुधार हुआ है
पासपोर्ट सत्यापन आसानी से हो गया
thane ka staff bahut accha hai
bahut jaldi sunwai hui dhanyawad
pani ki suvidha aur kursi badhaiye
mahila desk par izzat se baat ki
TI sir ne dhyan se suna, thank you
saaf safai acchi thi
receipt turant mil gayi
police wale bahut madadgar the
ek cooler laga dijiye garmi bahut hai
bane vyavhar karin, khush han
pehle se bahut sudhar hua
passport verification me koi dikkat nahi hui
raat ko bhi madad mili
The staff listened to me patiently
Very clean police station, good behaviour
They gave me the copy of the FIR at once
Quick action by the police, thank you
Please put more chairs in the waiting room
The women's desk was very respectful
Drinking water should be available in summer
Officer explained everything politely
I am satisfied with the service
Passport verification was smooth and fast
Helpful and professional team
Everyone was kind even at night
Parking space is needed near the gate
""".strip().splitlines()
GRAVE = """
TI ne 5000 mange
FIR nhi likhi, bola baad me aana
danda se mara raat bhar
usne mujh par haath uthaya
thane me band kiya do din
फांसी लगा लूंगा अगर सुनवाई नहीं हुई
उसने गलत तरीके से छुआ
हमें नीच कहकर भगा दिया
काम करने के लिए चाय पानी मांगा
कुछ दिए बिना काम नहीं होता यहां
रात को अकेले बुलाते हैं
साहब कमरे में अकेले मिलने को कहते हैं
लॉकअप में पानी तक नहीं दिया
मेरा पैर टूट गया वहीं
बोले तुम लोगों की औकात क्या है
ghar aakar dhamkaya
setting ke bina kaam nahi hota
mithai ke liye kaha
akele me milne bulaya raat ko
jeene ka man nahi karta
sab khatam kar lunga apne aap ko
kagaz par zabardasti angutha lagwaya
They want something under the table
He told me to come alone at night
I was kept inside without food
They hit me with a stick
He touched me wrongly
I do not want to live any more
They call us by our caste
Nothing happens here without giving something
""".strip().splitlines()


def lines() -> list[Message]:
    """By hand: what people write, as they write it."""
    return parsed(LINES)
