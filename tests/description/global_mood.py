"""GlobalMood's words (Lee et al. 2025, arXiv 2505.09539) and held-out lines in four languages.

`HELD_OUT` was written after the word lists were closed, without looking at them, and is scored as
a whole; each line has the quarter of the mood plane its author meant.
"""

from __future__ import annotations

WORDS = {
    "en": "upbeat happy longing joyful love excitement energetic rhythmic romantic festive calm sad"
    " reflective fun passionate relaxed smooth intense chill emotional",
    "es": "alegría baile amor felicidad fiesta ritmo relajación tranquilidad nostalgia emoción"
    " tristeza pasión romance movida sensualidad raro esperanza melancolía diversión paz",
    "fr": "rythmé dansant entraînant joie festif étranger nostalgie joyeux amour cool moderne"
    " latino calme agréable doux triste ensoleillé amusant bonheur mélancolie",
    "ko": "리듬감있는 신나는 애절한 흥겨운 호소하는 즐거운 경쾌한 그리운 슬픈 감미로운 강렬한"
    " 이국적인 감정적인 잔잔한 부드러운 자유로운 활기찬 기분좋은 사랑스러운 평화롭다",
    "ar": "الحماس الحب الحزن الاستمتاع فرح الرومانسية المرح رقص السعادة الدفئ الهدوء احتفالي"
    " الألم بهجة عشق قوة شباب الاثاره صاخب نشاط",
}

HELD_OUT = """
es ++ Los niños celebran la fiesta con mucha alegría en la plaza.
es ++ Por fin llega la victoria y todos gritan felices.
es -- Se sienta sola junto a la ventana, muy triste.
es -- El viejo recuerda a los muertos con melancolía.
es +- El mar está tranquilo y la noche es serena.
es -+ Huyen del incendio, el miedo en los ojos.
es -+ La policía persigue al ladrón por las calles.
es +- Una mirada llena de ternura y de calma.
fr ++ Les enfants dansent, c'est la fête au village.
fr ++ Il est fou de joie quand elle revient.
fr -- Elle pleure dans sa chambre, triste et seule.
fr -- Une profonde mélancolie sur son visage.
fr +- Le lac est calme, une lumière douce sur les collines.
fr -+ Ils ont peur, l'orage se rapproche de la maison.
fr -+ Il crie de colère et frappe sur la table.
fr +- Tout est paisible dans le jardin.
ko ++ 아이들이 즐겁게 춤을 춘다.
ko ++ 모두가 신나는 축제를 기다린다.
ko -- 그녀는 슬픔에 잠겨 눈물을 흘린다.
ko -- 외로운 노인이 벤치에 앉아 있다.
ko +- 잔잔한 호수 위에 평화로운 아침.
ko -+ 군인들이 전쟁터에서 싸운다.
ko -+ 그는 두려움에 떨며 도망친다.
ko +- 어머니가 아기를 부드럽게 안는다.
ar ++ الأطفال يرقصون في فرح كبير.
ar ++ الجميع سعداء بالنصر في الاحتفال.
ar -- امرأة حزينة تبكي قرب القبر.
ar -- يجلس الرجل العجوز وحيداً في البيت.
ar +- البحر هادئ والليل كله سلام.
ar -+ يهرب الرجل من النار وهو خائف.
ar -+ الجنود في حرب والانفجارات في كل مكان.
ar +- هدوء الصباح في القرية.
"""

FOREIGN = {
    "Der Sturm zieht auf und sie läuft mit dem Kind nach Hause.": "German",
    "Lei è seduta sul letto e non parla con nessuno.": "Italian",
    "O homem não está em casa e ela chora.": "Portuguese",
    "Hij loopt met het kind naar de haven.": "Dutch",
    "Hon springer över bron och in i skogen, det är mörkt.": "Swedish",
    "Ona nie wie, że on już jest w domu.": "Polish",
    "Она плачет у окна.": "in Cyrillic script",
    "彼女は窓のそばで泣いている。": "Japanese",
    "她在窗边哭泣。": "Chinese",
    "Η θάλασσα είναι ήρεμη.": "Greek",
    "היא בוכה ליד החלון.": "Hebrew",
    "او کنار پنجره گریه می‌کند و گل‌ها پژمرده‌اند.": "Persian or Urdu",
}

ENGLISH = (
    "Søren jumps over the fence.",
    "Zoë and Renée hug.",
    "CU on Maya.",
    "José waits at Café de la Paix.",
    "INT. CASA DEL MAR - NIGHT. He wakes up in the dark.",
    "Van der Berg opens the door.",
    "A sign reads: Привет.",
    "She die in the hall.",
    "EXT. RIO - DAY",
    "He does not.",
    "Bailey runs on.",
    "The Moriarty brothers",
    "Cool water.",
)
