"""Grave matters told on purpose in words that are harmless each: why no list of words lets a text leave."""

DISGUISED = """
काम के लिए कुछ देना होता है
साहब को कुछ देना पड़ा तब काम हुआ
कुछ दो तब सुनते हैं
पहले देना पड़ता है
kuch dene ke baad kaam hua
kuch do tab kaam hota hai
sir ko diya tab kaam hua
रात में कमरे में बैठाया
दो दिन अंदर बैठाया
रात भर बैठाए रखा
महिला को रात में कमरे में रखा
raat me room me bithaya
do din tak andar rakha
मुझे अंदर रखा
साहब ने रात में मिलने को कहा
रिपोर्ट वापस करने बोले
आवेदन वापस लिया
they kept me in a room all night
I was kept inside for two days
give something then work is done
he asked me to give
asked for something in the room at night
officer told me to come at night
I had to give for the copy
they told me to be patient all night
शिकायत करने पर अंदर किया
कम सुनते हैं
काम कब होगा
बहुत देर लगती है
ऊपर तक देना होता है
""".strip().splitlines()
