"""A clerk of a village office: Chhattisgarhi with English office words, in both scripts, and digits broken by whatever stands near.

Everything is invented. Mobiles and long numbers are made of runs (12345) and of one digit over and over, so that they are nobody's.
"""

PLANTED = """
mobile|हमर contact number [[60-00-01-23-45]] हवय
mobile|office time म call करव [[7000 0 12 345]]
mobile|mor mobile ha [[600 001 2345]] he sir
mobile|नंबर नोट करव [[छै-सुन्ना-सुन्ना-सुन्ना-सुन्ना-एक-दू-तीन-चार-पांच]]
mobile|पहिली [[90000]] तेखर पाछू [[12345]] लगाहू
mobile|[[9.0.0.0.0.5.4.3.2.1]] ma missed call mar dehu
mobile|phone [[90000(12)345]] office wala
mobile|मोर भाई के नंबर नौ हजार... [[9 0 0 0 0 1 2 3 4 5]] आय
aadhaar|आधार link बर [[2222-3333-4440]] देहे रेहेंव
aadhaar|aadhaar xerox ma [[22 22 33 33 44 40]] dikhat he
pan|PAN [[AAAPA 1234 A]] submit करे हंव
account|passbook म account [[1111 2222 333]] लिखाय हे
account|salary account [[123 456 789 01]] ले पइसा कट गे
account|file number [[GP/26/1111]] dabaye baithe hai
card|RuPay card [[6521 1111 1111 1111]] block नइ होइस
card|job card [[CG-10-001-001/111]] ला फेंक दिस
ifsc|IFSC code [[ABCD 0 001234]] सही हे
upi|wasuli ke paisa [[gp.sachiv@ibl]] ma mangis
upi|QR ले [[12345@ybl]] म पठोयेंव
vehicle|tractor [[CG10-ZZ-1111]] ला जब्त कर डारिस
vehicle|सरपंच के बोलेरो [[CG 10 Z 1111]] बिना कागज के चलथे
vehicle|pickup number [[सीजी दस जेड जेड ग्यारह ग्यारह]] रिहिस
fir|FIR नं. [[111 / 2026]] के copy नइ मिलिस
fir|dehati nalishi [[11/26]] kab register hohi
fir|istgasa kramank [[11-2026]] pending he
belt|head constable बक्कल नंबर [[111]] बने मनखे हे
belt|duty wala jawan [[belt 1111]] gari dihis
birth|date of birth [[01.01.1980]] ला record म सुधारव
birth|janam din [[1 January 1980]] galat chadhe he
voter|EPIC [[AAA 1234567]] जमा हे
passport|passport file [[A 1234567]] ke enquiry atke he
licence|driving licence [[CG-10 2015 0011111]] लहुटाइस नइ
e-mail|office mail [[gp.office@example.in]] म जवाब देहू
e-mail|email [[sachiv dot gp at the rate example dot com]]
handle|X म [[@gp_office_1]] ले tweet करे रेहेन
handle|telegram group [[gpnews_11]] ma photo dal dis
link|video link [[youtu.be/abc123]]
link|portal [[grievance.example.org/t/111]] म अपलोड हे
name|TI साहब [[खम्हन ओगरे]] ह बने सुनिस
name|patwari [[Bhukau]] paisa bina kam nai kare
name|sachiv [[दुखवा मरकाम]] संग मिलके गबन करिस
name|[[Ghuru]] sahab ha file ghumavat he
name|कोटवार [[सहसराम]] ला थाना म बइठार दिस
name|ASI [[Parasmani]] ji duty ma rihis
bare name|[[लखनू]] हर धमकी देथे
bare name|[[Bisru]] au [[Kejau]] dono jhan mor khet ma ghus ge
bare name|संझा बेरा [[सोनसाय]] दारू पी के आथे
bare name|[[Phuleshri]] la mitanin ke kam le hata dis
bare name|ए काम [[नोहर]] के आय, सबो जानथें
bare name|complaint [[Itwaru Marar]] ke against he
bare name|मोर पैसा [[बिरझू गोंड]] करा हे
bare name|[[dashru]] kahis ki thana wale hamar manakhe he
relation|मोर डउकी [[बुधनी]] ला गारी दिस
relation|mor bada beta [[Khorbahra]] la jhutha case ma fasais
relation|मोर कका [[ढेलू]] के जमीन आय
relation|[[अंकलहा]] वल्द [[चमरू]] के नांव म पट्टा हे
relation|hamar bahu [[Ramhin]] thana gis to bhagais
relation|ओकर ददा [[फकीरा]] सरपंच रिहिस
signature|जय जोहार - [[गनपत]]
signature|report action taken. Applicant [[Samelal Kosle]]
signature|तुंहर अपन, [[रतिराम]]
signature|nivedan he⏎[[Milap Das]]
address|हमर गांव [[पोंड़ीशंकर]] म bridge टूट गे हे
address|block [[Masturi]], gram panchayat [[Bhadaura]] ke matter
address|[[छतौना]] के school करा दारू बेचाथे
address|[[Amatikra]] para ma light nai he
address|post office [[बिटकुली]], ward [[3]]
address|mor ghar [[Dhanuwarpara]] ma he
address|[[खैराडीह]] ले आय हन बिहनिया ले
"""
HARMLESS = """
थाना म बने गोठियाइन
application जल्दी receive करिन
staff मन के behaviour बढ़िया हे
पानी के सुविधा बने हे
office clean रहिथे
thana ma turte sunwai hois
हमर problem solve होगे
chair au lagaye bar padhi
साहब मन time म मिलिन
FIR के copy मिलगे
bahut badhiya kam karthe police
डायल 112 जल्दी आइस
महिला desk म मान सम्मान मिलिस
toilet साफ होना चाही
bijli gol ho jathe inverter lagay
लइका मन बर खेले के जगह बनावव
गांव म meeting रखव
sab jhan ke baat sunthe
बैठे बर कुर्सी दिन
time lagis fer kam hois
verification 2 din ma hoge
कोनो पइसा नइ मांगिन
bane lagis thana ja ke
security बढ़िया हे
notice board chhattisgarhi ma likhav
सियान मन ला पहिली बलाथें
garmi ma cooler lagana chahi
पुलिस भाई मन ला धन्यवाद
help desk bane kam karat he
रात म घलो मदद मिलिस
form bhare bar madad karin
साहब ह धीरज ले सुनिस
fast service, thank you
काम होगे बहुत खुश हन
parking बर जगह कम हे
receipt turte milis
guard हर बने रद्दा बताइस
training बने मिले हे staff ला
hamar area ma gast badhav
system पहिली ले सुधरे हे
token machine lagav line kam hohi
जय छत्तीसगढ़ महतारी
"""
