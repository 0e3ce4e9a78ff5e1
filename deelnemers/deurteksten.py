"""The words of the check-in, in every language of the door. Plain words, and no text that bends to a number.

``tik.nee.*`` says why a tap was refused (``registratie.tikken``); ``tik.js.*`` goes to the scripts of the page.
"""

from __future__ import annotations


def _talen(nl: str, en: str, ar: str, tr: str, uk: str) -> dict[str, str]:
    return {"nl": nl, "en": en, "ar": ar, "tr": tr, "uk": uk}


DEURTEKSTEN: dict[str, dict[str, str]] = {
    # --- the frame of every screen
    "aanwezig.naar_inhoud": _talen(
        "Naar de inhoud", "Skip to content", "انتقل إلى المحتوى", "İçeriğe geç", "Перейти до вмісту"
    ),
    "aanwezig.start": _talen("Start", "Home", "البداية", "Başlangıç", "Початок"),
    "aanwezig.uitloggen": _talen("Uitloggen", "Log out", "تسجيل الخروج", "Çıkış yap", "Вийти"),
    "aanwezig.registreert": _talen("U bent", "You are", "أنت", "Siz", "Ви"),
    # --- which kamer
    "aanwezig.kies_kop": _talen(
        "In welke kamer bent u?", "Which room are you in?", "في أي غرفة أنت؟", "Hangi odadasınız?", "У якій ви кімнаті?"
    ),
    "aanwezig.kies_uitleg": _talen(
        "Kies de kamer. Daarna ziet u wat er vandaag te doen is.",
        "Choose the room. Then you see what is on today.",
        "اختر الغرفة. بعد ذلك ترى أنشطة اليوم.",
        "Odayı seçin. Sonra bugün neler olduğunu görürsünüz.",
        "Виберіть кімнату. Потім ви побачите, що відбувається сьогодні.",
    ),
    "aanwezig.geen_kamer": _talen(
        "U hebt nu geen kamer die open is. Vraag het aan uw coördinator.",
        "You have no room that is open now. Ask your coordinator.",
        "ليس لديك الآن غرفة مفتوحة. اسأل المنسق.",
        "Şu anda açık bir odanız yok. Koordinatörünüze sorun.",
        "Зараз у вас немає відкритої кімнати. Запитайте координатора.",
    ),
    # --- today at a kamer
    "aanwezig.vandaag_bij": _talen(
        "Vandaag bij {kamer}", "Today at {kamer}", "اليوم في {kamer}", "Bugün: {kamer}", "Сьогодні: {kamer}"
    ),
    "aanwezig.vandaag": _talen("Vandaag", "Today", "اليوم", "Bugün", "Сьогодні"),
    "aanwezig.andere_kamer": _talen("Andere kamer", "Another room", "غرفة أخرى", "Başka oda", "Інша кімната"),
    "aanwezig.vandaag_is_er": _talen(
        "Wat er vandaag is", "What is on today", "أنشطة اليوم", "Bugün neler var", "Що є сьогодні"
    ),
    "aanwezig.iets_anders": _talen("Iets anders", "Something else", "شيء آخر", "Başka bir şey", "Щось інше"),
    "aanwezig.iets_anders_uitleg": _talen(
        "Is er vandaag nog iets? Tik erop. Dan staat het er voor vandaag bij.",
        "Is there something more today? Tap it. It is then added for today.",
        "هل يوجد نشاط آخر اليوم؟ اضغط عليه ليُضاف إلى اليوم.",
        "Bugün başka bir şey var mı? Üzerine dokunun. Bugüne eklenir.",
        "Сьогодні є ще щось? Торкніться. Це додасться на сьогодні.",
    ),
    "aanwezig.toch_niet_vandaag": _talen(
        "Toch niet vandaag: {naam}",
        "Not today after all: {naam}",
        "ليس اليوم: {naam}",
        "Bugün değil: {naam}",
        "Усе-таки не сьогодні: {naam}",
    ),
    "aanwezig.aanwezig": _talen("aanwezig", "present", "حاضر", "burada", "присутні"),
    "aanwezig.zonder_naam": _talen(
        "zonder naam: {aantal}",
        "without a name: {aantal}",
        "بدون اسم: {aantal}",
        "isimsiz: {aantal}",
        "без імені: {aantal}",
    ),
    "aanwezig.afgeschermd": _talen("afgeschermd", "private", "خاص", "gizli", "закрито"),
    "aanwezig.niet_open_kop": _talen(
        "Deze kamer is vandaag niet open",
        "This room is not open today",
        "هذه الغرفة ليست مفتوحة اليوم",
        "Bu oda bugün açık değil",
        "Ця кімната сьогодні не працює",
    ),
    "aanwezig.niet_open": _talen(
        "Er valt vandaag niets te registreren. Klopt dat niet? Vraag het aan het bureau.",
        "There is nothing to register today. Is that not right? Ask the office.",
        "لا يوجد شيء للتسجيل اليوم. هل هذا غير صحيح؟ اسأل المكتب.",
        "Bugün kaydedilecek bir şey yok. Bu doğru değil mi? Büroya sorun.",
        "Сьогодні немає чого реєструвати. Це не так? Запитайте в бюро.",
    ),
    "aanwezig.geen_activiteiten_kop": _talen(
        "Nog geen activiteiten", "No activities yet", "لا توجد أنشطة بعد", "Henüz etkinlik yok", "Ще немає заходів"
    ),
    "aanwezig.geen_activiteiten": _talen(
        "Vraag de coördinator om een activiteit te maken. Daarna kunt u registreren wie er komt.",
        "Ask the coordinator to make an activity. Then you can register who comes.",
        "اطلب من المنسق أن يضيف نشاطًا. بعد ذلك يمكنك تسجيل من يأتي.",
        "Koordinatörden bir etkinlik eklemesini isteyin. Sonra gelenleri kaydedebilirsiniz.",
        "Попросіть координатора створити захід. Потім ви зможете реєструвати, хто приходить.",
    ),
    "aanwezig.maak_activiteit": _talen(
        "Nieuwe activiteit", "New activity", "نشاط جديد", "Yeni etkinlik", "Новий захід"
    ),
    "aanwezig.stand_dicht": _talen(
        "De kamer is vandaag dicht.",
        "The room is closed today.",
        "الغرفة مغلقة اليوم.",
        "Oda bugün kapalı.",
        "Кімната сьогодні зачинена.",
    ),
    "aanwezig.stand_beperkt": _talen(
        "De kamer is vandaag beperkt open.",
        "The room is partly open today.",
        "الغرفة مفتوحة جزئيًا اليوم.",
        "Oda bugün kısıtlı açık.",
        "Кімната сьогодні працює з обмеженнями.",
    ),
    "aanwezig.stand_afspraak": _talen(
        "Vandaag komen mensen op afspraak.",
        "Today people come by appointment.",
        "اليوم يأتي الناس بموعد.",
        "Bugün insanlar randevuyla geliyor.",
        "Сьогодні люди приходять за записом.",
    ),
    "aanwezig.hoogstens": _talen(
        "Hoogstens tegelijk binnen: {hoogstens}. Vandaag geteld: {aantal}.",
        "At most inside at once: {hoogstens}. Counted today: {aantal}.",
        "الحد الأقصى في الداخل: {hoogstens}. العدد اليوم: {aantal}.",
        "İçeride aynı anda en fazla: {hoogstens}. Bugün sayılan: {aantal}.",
        "Усередині одночасно не більше: {hoogstens}. Сьогодні пораховано: {aantal}.",
    ),
    "aanwezig.vol": _talen(
        "Het hoogste aantal is bereikt: kijk of er nog plaats is.",
        "The maximum is reached: check whether there is still room.",
        "تم الوصول إلى الحد الأقصى: تأكد من وجود مكان.",
        "En yüksek sayıya ulaşıldı: yer var mı bakın.",
        "Досягнуто межі: перевірте, чи є ще місце.",
    ),
    # --- an activity
    "aanwezig.alle_activiteiten": _talen(
        "Alle activiteiten", "All activities", "كل الأنشطة", "Tüm etkinlikler", "Усі заходи"
    ),
    "aanwezig.zoek_label": _talen(
        "Wie is er? Typ een stukje van de naam",
        "Who is here? Type a part of the name",
        "من هنا؟ اكتب جزءًا من الاسم",
        "Kim geldi? Adın bir parçasını yazın",
        "Хто тут? Введіть частину імені",
    ),
    "aanwezig.zoeken": _talen("Zoeken", "Search", "بحث", "Ara", "Шукати"),
    "aanwezig.zoek_wissen": _talen(
        "Toon iedereen die meestal komt",
        "Show everybody who usually comes",
        "اعرض كل من يأتي عادة",
        "Genelde gelen herkesi göster",
        "Показати всіх, хто зазвичай приходить",
    ),
    "aanwezig.wie_er_is": _talen("Wie er is", "Who is here", "الموجودون الآن", "Kim burada", "Хто тут"),
    "aanwezig.wie_er_was": _talen("Wie er was", "Who was here", "من كان هنا", "Kim geldi", "Хто був"),
    "aanwezig.wie_meestal": _talen(
        "Wie meestal komt", "Who usually comes", "من يأتي عادة", "Genelde gelenler", "Хто зазвичай приходить"
    ),
    "aanwezig.gevonden": _talen("Gevonden", "Found", "نتائج البحث", "Bulunanlar", "Знайдено"),
    "aanwezig.nieuw_knop": _talen("Iemand die nieuw is", "Somebody new", "شخص جديد", "Yeni biri", "Хтось новий"),
    "aanwezig.toch_niet": _talen("Toch niet", "Undo", "تراجع", "Geri al", "Скасувати"),
    "aanwezig.toch_niet_naam": _talen(
        "Toch niet: {naam}", "Undo: {naam}", "تراجع: {naam}", "Geri al: {naam}", "Скасувати: {naam}"
    ),
    "aanwezig.meld_naam": _talen(
        "{naam} aanwezig melden",
        "{naam}: mark present",
        "{naam}: تسجيل الحضور",
        "{naam}: burada olarak işaretle",
        "{naam}: позначити присутність",
    ),
    "aanwezig.niemand_gevonden": _talen(
        "Niemand gevonden. Is het iemand die hier nog niet eerder was? Schrijf de persoon dan in.",
        "Nobody found. Is it somebody who has not been here before? Then enrol the person.",
        "لم يُعثر على أحد. هل هو شخص لم يأت من قبل؟ سجّله إذن.",
        "Kimse bulunamadı. Buraya ilk kez mi geliyor? O zaman kişiyi kaydedin.",
        "Нікого не знайдено. Ця людина тут уперше? Тоді запишіть її.",
    ),
    "aanwezig.niemand_nog": _talen(
        "Hier is nog niemand geweest. Zoek op naam, of schrijf iemand in die nieuw is.",
        "Nobody has been here yet. Search by name, or enrol somebody new.",
        "لم يأت أحد هنا بعد. ابحث بالاسم أو سجّل شخصًا جديدًا.",
        "Buraya henüz kimse gelmedi. Adla arayın ya da yeni birini kaydedin.",
        "Тут ще нікого не було. Шукайте за іменем або запишіть когось нового.",
    ),
    "aanwezig.niemand_met_naam": _talen(
        "Er is niemand met naam geregistreerd.",
        "Nobody was registered by name.",
        "لم يُسجَّل أحد بالاسم.",
        "Kimse adıyla kaydedilmedi.",
        "Нікого не зареєстровано за іменем.",
    ),
    "aanwezig.te_veel": _talen(
        "Er zijn er meer. Typ een groter stuk van de naam.",
        "There are more. Type a longer part of the name.",
        "هناك المزيد. اكتب جزءًا أطول من الاسم.",
        "Daha fazlası var. Adın daha uzun bir parçasını yazın.",
        "Є ще. Введіть довшу частину імені.",
    ),
    # --- people without a name
    "aanwezig.telling_kop": _talen(
        "Mensen zonder naam", "People without a name", "أشخاص بدون اسم", "İsimsiz kişiler", "Люди без імені"
    ),
    "aanwezig.een_meer": _talen(
        "Eén meer zonder naam",
        "One more without a name",
        "واحد إضافي بدون اسم",
        "İsimsiz bir kişi daha",
        "Ще одна людина без імені",
    ),
    "aanwezig.een_minder": _talen(
        "Eén minder zonder naam",
        "One less without a name",
        "إنقاص واحد بدون اسم",
        "İsimsiz bir kişi eksik",
        "На одну людину без імені менше",
    ),
    "aanwezig.meer_van": _talen(
        "Eén meer: {soort}", "One more: {soort}", "واحد إضافي: {soort}", "Bir fazla: {soort}", "На одну більше: {soort}"
    ),
    "aanwezig.minder_van": _talen(
        "Eén minder: {soort}",
        "One less: {soort}",
        "إنقاص واحد: {soort}",
        "Bir eksik: {soort}",
        "На одну менше: {soort}",
    ),
    "aanwezig.verdelen": _talen(
        "Tellen per groep", "Count by group", "العد حسب الفئة", "Gruplara göre say", "Рахувати за групами"
    ),
    "aanwezig.soort_": _talen("niet verdeeld", "not divided", "غير مصنف", "ayrılmamış", "не розподілено"),
    "aanwezig.soort_kinderen": _talen("kinderen", "children", "أطفال", "çocuklar", "діти"),
    "aanwezig.soort_jongeren": _talen("jongeren", "young people", "شباب", "gençler", "молодь"),
    "aanwezig.soort_volwassenen": _talen("volwassenen", "adults", "بالغون", "yetişkinler", "дорослі"),
    "aanwezig.soort_ouderen": _talen("ouderen", "older people", "كبار السن", "yaşlılar", "літні люди"),
    "aanwezig.opslaan": _talen("Opslaan", "Save", "حفظ", "Kaydet", "Зберегти"),
    "aanwezig.heel_getal": _talen(
        "Vul een heel getal in van 0 tot en met 999.",
        "Type a whole number from 0 to 999.",
        "اكتب رقمًا صحيحًا من 0 إلى 999.",
        "0 ile 999 arasında bir tam sayı yazın.",
        "Введіть ціле число від 0 до 999.",
    ),
    "aanwezig.ook_geteld": _talen(
        "Iemand anders telde ook: het staat nu op {aantal}. Kijk of dat klopt.",
        "Somebody else counted too: it is now {aantal}. Check whether that is right.",
        "شخص آخر عدّ أيضًا: العدد الآن {aantal}. تأكد من صحته.",
        "Başka biri de saydı: şimdi {aantal}. Doğru mu bakın.",
        "Хтось інший теж рахував: зараз {aantal}. Перевірте, чи це правильно.",
    ),
    "aanwezig.geteld": _talen(
        "Opgeslagen: {aantal} zonder naam.",
        "Saved. Without a name: {aantal}.",
        "تم الحفظ. بدون اسم: {aantal}.",
        "Kaydedildi. İsimsiz: {aantal}.",
        "Збережено. Без імені: {aantal}.",
    ),
    # --- somebody new
    "aanwezig.nieuw_kop": _talen("Wie is er nieuw?", "Who is new?", "من هو الجديد؟", "Yeni gelen kim?", "Хто новий?"),
    "aanwezig.nieuw_bij": _talen(
        "Nieuw bij {naam}", "New at {naam}", "جديد في {naam}", "Yeni: {naam}", "Новий: {naam}"
    ),
    "aanwezig.nieuw_uitleg": _talen(
        "Een voornaam is genoeg. De persoon is meteen aanwezig.",
        "A first name is enough. The person is present at once.",
        "الاسم الأول يكفي. يُسجَّل الشخص حاضرًا فورًا.",
        "Ad yeterli. Kişi hemen burada sayılır.",
        "Імені достатньо. Людина одразу присутня.",
    ),
    "aanwezig.voornaam": _talen("Voornaam", "First name", "الاسم الأول", "Ad", "Ім’я"),
    "aanwezig.voornaam_leeg": _talen(
        "Vul een voornaam in.", "Type a first name.", "اكتب الاسم الأول.", "Bir ad yazın.", "Введіть ім’я."
    ),
    "aanwezig.achternaam": _talen(
        "Achternaam of eerste letter (hoeft niet)",
        "Last name or first letter (not required)",
        "اسم العائلة أو الحرف الأول (اختياري)",
        "Soyadı veya ilk harf (zorunlu değil)",
        "Прізвище або перша літера (не обов’язково)",
    ),
    "aanwezig.inschrijven": _talen(
        "Inschrijven en aanwezig",
        "Enrol and present",
        "تسجيل وإثبات الحضور",
        "Kaydet ve burada say",
        "Записати і позначити присутність",
    ),
    "aanwezig.niet_doen": _talen(
        "Niet doen, terug", "Cancel, go back", "إلغاء، رجوع", "Vazgeç, geri dön", "Скасувати, назад"
    ),
    "aanwezig.meer_velden": _talen(
        "Ook telefoon of e-mail",
        "Also phone or e-mail",
        "أيضًا الهاتف أو البريد الإلكتروني",
        "Telefon veya e-posta da",
        "Також телефон або ел. пошта",
    ),
    "aanwezig.lijkt_kop": _talen(
        "Is het een van deze mensen?",
        "Is it one of these people?",
        "هل هو أحد هؤلاء؟",
        "Bu kişilerden biri mi?",
        "Це хтось із цих людей?",
    ),
    "aanwezig.lijkt_uitleg": _talen(
        "We kennen hier al iemand die op ‘{naam}’ lijkt. Is dit de persoon? Tik dan op de naam.",
        "We already know somebody here who is like ‘{naam}’. Is this the person? Then tap the name.",
        "نعرف هنا شخصًا يشبه ‘{naam}’. هل هو هذا الشخص؟ اضغط على الاسم.",
        "Burada ‘{naam}’ adına benzeyen birini tanıyoruz. Bu kişi mi? O zaman ada dokunun.",
        "Ми вже знаємо тут когось, схожого на ‘{naam}’. Це ця людина? Тоді торкніться імені.",
    ),
    "aanwezig.al_aanwezig": _talen(
        "{naam} is al aanwezig",
        "{naam} is already present",
        "{naam}: حاضر بالفعل",
        "{naam} zaten burada",
        "{naam}: уже тут",
    ),
    "aanwezig.iemand_anders": _talen(
        "Nee, dit is iemand anders: inschrijven",
        "No, this is somebody else: enrol",
        "لا، هذا شخص آخر: سجّله",
        "Hayır, bu başka biri: kaydet",
        "Ні, це хтось інший: записати",
    ),
    "aanwezig.ingeschreven": _talen(
        "{naam} is ingeschreven en aanwezig.",
        "{naam} is enrolled and present.",
        "تم تسجيل {naam} وإثبات حضوره.",
        "{naam} kaydedildi ve burada.",
        "Записано, присутність позначено: {naam}.",
    ),
    # --- another day
    "aanwezig.andere_dag": _talen("Andere dag", "Another day", "يوم آخر", "Başka bir gün", "Інший день"),
    "aanwezig.welke_dag": _talen("Welke dag?", "Which day?", "أي يوم؟", "Hangi gün?", "Який день?"),
    "aanwezig.tonen": _talen("Tonen", "Show", "عرض", "Göster", "Показати"),
    "aanwezig.terug_vandaag": _talen(
        "Terug naar vandaag", "Back to today", "العودة إلى اليوم", "Bugüne dön", "Назад до сьогодні"
    ),
    "aanwezig.naar_vandaag": _talen("Naar vandaag", "To today", "إلى اليوم", "Bugüne git", "До сьогодні"),
    "aanwezig.dag_kan_niet": _talen(
        "Deze dag kan niet", "This day is not possible", "هذا اليوم غير ممكن", "Bu gün olmaz", "Цей день неможливий"
    ),
    "aanwezig.alleen_vandaag": _talen(
        "U kunt alleen vandaag invullen. Vraag de coördinator om een andere dag in te vullen.",
        "You can only fill in today. Ask the coordinator to fill in another day.",
        "يمكنك التسجيل لليوم فقط. اطلب من المنسق تسجيل يوم آخر.",
        "Yalnızca bugünü doldurabilirsiniz. Başka bir gün için koordinatöre sorun.",
        "Ви можете заповнити лише сьогодні. Попросіть координатора заповнити інший день.",
    ),
    "aanwezig.datum_onleesbaar": _talen(
        "Deze datum kunnen we niet lezen. Kies een dag uit de kalender.",
        "We cannot read this date. Choose a day from the calendar.",
        "لا يمكننا قراءة هذا التاريخ. اختر يومًا من التقويم.",
        "Bu tarihi okuyamıyoruz. Takvimden bir gün seçin.",
        "Ми не можемо прочитати цю дату. Виберіть день у календарі.",
    ),
    "aanwezig.dicht_toekomst": _talen(
        "{datum} moet nog komen. U kunt alleen vandaag of een dag die voorbij is invullen.",
        "{datum} is still to come. You can only fill in today or a day that is past.",
        "{datum} لم يأت بعد. يمكنك تسجيل اليوم أو يوم مضى فقط.",
        "{datum} henüz gelmedi. Yalnızca bugünü veya geçmiş bir günü doldurabilirsiniz.",
        "{datum} ще не настало. Можна заповнити лише сьогодні або день, що минув.",
    ),
    "aanwezig.dicht_nog_niet": _talen(
        "{kamer} ging pas open op {datum}.",
        "{kamer} opened only on {datum}.",
        "لم تُفتح {kamer} إلا في {datum}.",
        "{kamer} ancak {datum} tarihinde açıldı.",
        "{kamer}: відкрито лише {datum}.",
    ),
    "aanwezig.dicht_gesloten": _talen(
        "{kamer} is dicht sinds {datum}.",
        "{kamer} is closed since {datum}.",
        "{kamer} مغلقة منذ {datum}.",
        "{kamer} {datum} tarihinden beri kapalı.",
        "{kamer}: зачинено з {datum}.",
    ),
    "aanwezig.dicht_gestopt": _talen(
        "Deze activiteit was er voor het laatst op {datum}.",
        "The last time of this activity was {datum}.",
        "كانت آخر مرة لهذا النشاط في {datum}.",
        "Bu etkinlik son kez {datum} tarihinde yapıldı.",
        "Востаннє цей захід був {datum}.",
    ),
    # --- why a tap was refused
    "tik.nee.onbekend": _talen(
        "Deze activiteit is er niet meer in deze kamer.",
        "This activity is no longer in this room.",
        "هذا النشاط لم يعد موجودًا في هذه الغرفة.",
        "Bu etkinlik artık bu odada yok.",
        "Цього заходу більше немає в цій кімнаті.",
    ),
    "tik.nee.recht": _talen(
        "Wie tikte, mocht op die dag niet registreren bij deze kamer.",
        "Who tapped could not register at this room on that day.",
        "من ضغط لم يكن مسموحًا له بالتسجيل في هذه الغرفة في ذلك اليوم.",
        "Dokunan kişi o gün bu odada kayıt yapamıyordu.",
        "Хто торкнувся, не міг того дня реєструвати в цій кімнаті.",
    ),
    "tik.nee.gastheer": _talen(
        "Alleen gastheren en gastvrouwen registreren hier. Vraag het aan de coördinator.",
        "Only hosts register here. Ask the coordinator.",
        "المضيفون فقط يسجلون هنا. اسأل المنسق.",
        "Burada yalnızca ev sahipleri kayıt yapar. Koordinatöre sorun.",
        "Тут реєструють лише господарі. Запитайте координатора.",
    ),
    "tik.nee.toekomst": _talen(
        "Die dag moet nog komen. Kijk of de klok van de tablet goed staat.",
        "That day is still to come. Check the clock of the tablet.",
        "ذلك اليوم لم يأت بعد. تحقق من ساعة الجهاز.",
        "O gün henüz gelmedi. Tabletin saatini kontrol edin.",
        "Той день ще не настав. Перевірте годинник планшета.",
    ),
    "tik.nee.dag": _talen(
        "Die dag is te lang geleden. Vraag de coördinator om hem in te vullen.",
        "That day is too long ago. Ask the coordinator to fill it in.",
        "مضى على ذلك اليوم وقت طويل. اطلب من المنسق تسجيله.",
        "O gün çok eskide kaldı. Koordinatörden doldurmasını isteyin.",
        "Той день був надто давно. Попросіть координатора заповнити його.",
    ),
    "tik.nee.gestopt": _talen(
        "Deze activiteit was toen al gestopt.",
        "This activity had stopped by then.",
        "كان هذا النشاط قد توقف حينها.",
        "Bu etkinlik o zaman bitmişti.",
        "Цей захід тоді вже не проводився.",
    ),
    "tik.nee.persoon": _talen(
        "Deze persoon staat niet meer in de lijst van deze kamer.",
        "This person is no longer in the list of this room.",
        "هذا الشخص لم يعد في قائمة هذه الغرفة.",
        "Bu kişi artık bu odanın listesinde değil.",
        "Цієї людини більше немає у списку цієї кімнати.",
    ),
    "tik.nee.naam": _talen(
        "Deze naam kan niet. Typ een voornaam, zonder cijfers van een nummer, en probeer het opnieuw.",
        "This name is not possible. Type a first name, without an ID number, and try again.",
        "هذا الاسم غير ممكن. اكتب الاسم الأول بدون أرقام هوية وحاول مرة أخرى.",
        "Bu ad olmaz. Kimlik numarası olmadan bir ad yazıp tekrar deneyin.",
        "Таке ім’я неможливе. Введіть ім’я без номера документа і спробуйте ще раз.",
    ),
    "tik.nee.vorm": _talen(
        "Dit kunnen we niet lezen. Doe het opnieuw.",
        "We cannot read this. Do it again.",
        "لا يمكننا قراءة هذا. أعد المحاولة.",
        "Bunu okuyamıyoruz. Yeniden yapın.",
        "Ми не можемо це прочитати. Зробіть ще раз.",
    ),
    # --- for the scripts
    "tik.js.geen_internet": _talen(
        "Geen internet. U kunt gewoon doorgaan. Wachten op versturen: {aantal}.",
        "No internet. You can simply go on. Waiting to be sent: {aantal}.",
        "لا يوجد إنترنت. يمكنك المتابعة. في انتظار الإرسال: {aantal}.",
        "İnternet yok. Devam edebilirsiniz. Gönderilmeyi bekleyen: {aantal}.",
        "Немає інтернету. Можна продовжувати. Чекають надсилання: {aantal}.",
    ),
    "tik.js.storing": _talen(
        "De site antwoordt niet. U kunt gewoon doorgaan. Wachten op versturen: {aantal}.",
        "The site does not answer. You can simply go on. Waiting to be sent: {aantal}.",
        "الموقع لا يستجيب. يمكنك المتابعة. في انتظار الإرسال: {aantal}.",
        "Site yanıt vermiyor. Devam edebilirsiniz. Gönderilmeyi bekleyen: {aantal}.",
        "Сайт не відповідає. Можна продовжувати. Чекають надсилання: {aantal}.",
    ),
    "tik.js.wachten": _talen(
        "Wachten op versturen: {aantal}.",
        "Waiting to be sent: {aantal}.",
        "في انتظار الإرسال: {aantal}.",
        "Gönderilmeyi bekleyen: {aantal}.",
        "Чекають надсилання: {aantal}.",
    ),
    "tik.js.verstuurd": _talen(
        "Alles is verstuurd.", "Everything is sent.", "تم إرسال كل شيء.", "Hepsi gönderildi.", "Усе надіслано."
    ),
    "tik.js.inloggen": _talen(
        "Log in om te versturen wat getikt is. Er gaat niets verloren. Wachten: {aantal}.",
        "Log in to send what was tapped. Nothing is lost. Waiting: {aantal}.",
        "سجّل الدخول لإرسال ما تم تسجيله. لن يضيع شيء. في الانتظار: {aantal}.",
        "Kaydedilenleri göndermek için giriş yapın. Hiçbir şey kaybolmaz. Bekleyen: {aantal}.",
        "Увійдіть, щоб надіслати записане. Нічого не втрачено. Чекають: {aantal}.",
    ),
    "tik.js.inloggen_knop": _talen("Inloggen", "Log in", "تسجيل الدخول", "Giriş yap", "Увійти"),
    "tik.js.andere_kamer": _talen(
        "U mag dit niet versturen. Laat iemand van die kamer inloggen. Wachten: {aantal}.",
        "You may not send this. Let somebody of that room log in. Waiting: {aantal}.",
        "لا يمكنك إرسال هذا. دع شخصًا من تلك الغرفة يسجل الدخول. في الانتظار: {aantal}.",
        "Bunu siz gönderemezsiniz. O odadan biri giriş yapsın. Bekleyen: {aantal}.",
        "Ви не можете це надіслати. Нехай увійде хтось із тієї кімнати. Чекають: {aantal}.",
    ),
    "tik.js.geweigerd": _talen(
        "Niet opgeslagen ({tijd}): {reden}",
        "Not saved ({tijd}): {reden}",
        "لم يُحفظ ({tijd}): {reden}",
        "Kaydedilmedi ({tijd}): {reden}",
        "Не збережено ({tijd}): {reden}",
    ),
    "tik.js.begrepen": _talen("Begrepen", "Understood", "فهمت", "Anladım", "Зрозуміло"),
    "tik.js.zoek_zonder": _talen(
        "Zonder internet zoeken we alleen in deze lijst.",
        "Without internet we search in this list only.",
        "بدون إنترنت نبحث في هذه القائمة فقط.",
        "İnternet olmadan yalnızca bu listede ararız.",
        "Без інтернету ми шукаємо лише в цьому списку.",
    ),
    "tik.js.is_aanwezig": _talen(
        "{naam} is aanwezig", "{naam} is present", "{naam}: حاضر", "{naam} burada", "{naam}: присутність позначено"
    ),
    "tik.js.is_weg": _talen(
        "{naam} is niet meer aanwezig",
        "{naam} is no longer present",
        "{naam}: لم يعد حاضرًا",
        "{naam} artık burada değil",
        "{naam}: присутність скасовано",
    ),
    # --- the page without internet
    "tik.js.offline_kop": _talen("Geen internet", "No internet", "لا يوجد إنترنت", "İnternet yok", "Немає інтернету"),
    "tik.js.offline_tekst": _talen(
        "Deze tablet heeft nu geen internet. Wat getikt is, is bewaard en wordt verstuurd zodra er internet is.",
        "This tablet has no internet now. What was tapped is kept and will be sent as soon as there is internet.",
        "لا يوجد إنترنت على هذا الجهاز الآن. ما تم تسجيله محفوظ وسيُرسل فور عودة الإنترنت.",
        "Bu tablette şu anda internet yok. Kaydedilenler saklandı ve internet gelince gönderilecek.",
        "На цьому планшеті зараз немає інтернету. Записане збережено й буде надіслано, щойно з’явиться інтернет.",
    ),
    "tik.js.opnieuw": _talen("Opnieuw proberen", "Try again", "حاول مرة أخرى", "Tekrar dene", "Спробувати ще раз"),
}
