"""A student: Hinglish in Latin letters with abbreviations, as it is typed on a phone.

Everything is invented. Mobiles and long numbers are made of runs (12345) and of one digit over and over, so that they are nobody's.
"""

PLANTED = """
mobile|plz cl me on [[6000012345]] aftr 5
mobile|mera no [[70000-54321]] h wtsapp v isi pe h
mobile|num h [[6 0 1 2 3 4 5 6 7 8]] save krlo
mobile|[[saat zero zero zero zero five four three two one]] ye h mera numbr
mobile|frnd ka no dedo? [[9000000012]] pe bt kro
mobile|ctc [[+91 90000 12345]]
mobile|no = [[sixty double zero zero 12345]] bro
mobile|papa k no pe cl krna [[81111 aage 11222]]
aadhaar|adhr no [[2222 3333 4440]] mang rhe the xerox k sath
aadhaar|aadhar last 4 [[4440]] bola tha unko
pan|pan no [[AAAPA1234A]] b le liya
account|acc no [[11112222333]] se 25k kat gye
account|sbi a/c [[1234-5678-901]] freeze h 2 mnth se
account|usne pin [[1234]] dekh liya tha
account|txn id [[T2611111111]] h cyber cell me diya
card|debit crd [[4111-1111-1111-1111]] ka clone bna liya
ifsc|ifsc [[ABCD0001234]] galat dal diya
upi|pese [[rockstar.boy@ybl]] pe gye
upi|fraud wale ki id [[paytm-12345@paytm]] thi
vehicle|meri scooty [[cg10zz1111]] chori ho gyi clg k bahr se
vehicle|bike no [[CG 10 ZZ 1111]] ka fake challan aya
vehicle|jo gadi thi uska last [[1111]] tha white clr
fir|fir no [[111/26]] ka status kya h
fir|complaint no [[CG26111111]] pe koi updt ni
fir|[[111/2026]] wala cs band kr diya bina bataye
belt|constable [[1111]] ne hath uthaya mere pe
belt|uska bellt no [[222]] tha
birth|dob [[01/01/2005]] galt likh di noc me
birth|meri bday [[1 jan 2005]] h to me 18+ hu
voter|voter id [[AAA1234567]] jama krwa li
passport|passport [[A1234567]] ka police verification pndng
licence|dl no [[CG1020230011111]] le k rakh liye
e-mail|mail krna [[student.bnd@example.com]]
e-mail|id h [[clg wala 22 at gmail dot com]]
handle|insta [[@hiroine.queen]] fake acc h meri pic lgayi h
handle|snap id [[hero_ka_baap]] se msg ata h
handle|uska insta [[chhotu.don.01]] hai report kro
link|proof yha h [[bit.ly/3abcde]]
link|[[https://drive.example.com/xyz]] me video dala h
name|ti sir [[jhanak lohrin]] bht ache h
name|si [[Tumesh Bhoyar]] mam ne bht help ki
name|hc [[bhuru]] ne 500 liye
name|[[kunjal]] sir ne sb smjhaya thnku
name|thana prabhari [[V K Domre]] ne ek bar v ni suna
name|adv [[Sulochna Tirkey]] k sath gyi thi
bare name|[[Pankhuri]] aur [[Yogita]] k sath jo hua uska kuch ni hua
bare name|[[tikeshwar]] roz picha krta h clg tk
bare name|mene [[Jayprakash Sonwani]] ka naam likhwaya par unhone ni likha
bare name|ye sb [[gopi]] ne kra h sbko pta h
bare name|[[chintu]] k bde bhai ki phuch h isliye kuch ni hota
bare name|desk pe [[Shalini]] thi wo bht rude thi
bare name|hamare hostel ka warden [[Dhruw]] paise leta h
bare name|pls [[Sandhya Kaushik]] ko promote kro best officer
relation|meri behn [[Muskan]] ko tang krte h
relation|papa [[Jeevrakhan]] ko bhi sath bithaye rkha
relation|mera frnd [[Honey]] wha tha usne dekha
relation|roommate [[Tanisha]] k phone se video li
relation|[[aman]] s/o [[bhagirathi]] k khilaf complaint di thi
signature|bht bura exp tha. - [[Vaishnavi]]
signature|thnx n rgds [[Lokesh K]]
signature|plz help⏎[[neha d]]
signature|urs [[Ritesh]]
address|me [[Mangla]] me pg me rehti hu
address|[[Sarkanda]] ki [[Ashok]] nagar wali gali me roz ladke khade rhte h
address|room no [[12]] [[Tagore]] hostel k pas
address|[[jarhabhata]] mod pe light ni h
address|mera ghr [[Devrikhurd]] me h
address|[[Torwa]] naka k samne chain snatching hui
address|house no [[44/1]] [[nehru nagar]]
"""
HARMLESS = """
staff bht acha h sb help krte h
fir ki copy turant mil gyi thnx
waiting time kam kro plz
pani ka cooler lgwa do garmi bht h
ti sir ne ache se bt ki
mam ne pura suna n guide kiya
washroom clean hona chaiye
overall gud exp
parking ni h bahut prblm hoti h
passport verification 2 din me ho gya wow
sb polite the n fast work
ladies desk bht achi h
chair kam h bethne k liye
online status ka option hona chaiye
rude ni the is bar, improvement h
nice behaviour by all staff
character certificate jaldi mil gya
mobile gum hua tha app se report ho gyi
5 star service
thank u chhattisgarh police
signal pe traffic wale ache se smjhate h
wifi hona chaiye thane me lol
night me b help mili
bht jaldi response aya 112 se
cyber cell wale ne step by step btaya
please add more staff
kaam ho gya bas time lga
receipt mil gyi thi msg pe
form hindi me b hona chaiye
badiya kaam kr rhe ho sir
gate pe guard polite tha
light ni thi generator lgao
help desk wale bhaiya ache the
sunwai hui n solve b hua
keep it up
pehle se better h ab
koi prblm ni hui
feedback ka system acha h
proper seating arrangement chaiye
college me awareness program kro
quick action liya gya
bilkul sahi treat kiya
"""
