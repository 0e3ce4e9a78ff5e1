"""The words of the public form of an enquête, in the five languages of the house. Plain words, as to a guest.

``eens_1`` up to ``eens_5`` are the answers to a statement. The questions themselves are in ``Stelling``.
"""

from __future__ import annotations


def _talen(nl: str, en: str, ar: str, tr: str, uk: str) -> dict[str, str]:
    return {"nl": nl, "en": en, "ar": ar, "tr": tr, "uk": uk}


ENQUETETEKSTEN: dict[str, dict[str, str]] = {
    # --- the form
    "enquete.kop": _talen(
        "Wat vindt u van {kamer}?",
        "What do you think of {kamer}?",
        "ما رأيك في {kamer}؟",
        "{kamer} hakkında ne düşünüyorsunuz?",
        "Що ви думаєте про {kamer}?",
    ),
    "enquete.uitleg": _talen(
        "Het duurt een paar minuten. U mag een vraag overslaan.",
        "It takes a few minutes. You may skip a question.",
        "يستغرق ذلك بضع دقائق. يمكنك تخطي أي سؤال.",
        "Birkaç dakika sürer. Bir soruyu atlayabilirsiniz.",
        "Це займе кілька хвилин. Запитання можна пропустити.",
    ),
    "enquete.anoniem": _talen(
        "Uw antwoorden zijn anoniem: we bewaren geen naam, en niemand kan zien wat u antwoordt.",
        "Your answers are anonymous: we keep no name, and nobody can see what you answer.",
        "إجاباتك مجهولة الهوية: لا نحفظ أي اسم، ولا يستطيع أحد أن يرى إجاباتك.",
        "Cevaplarınız anonimdir: isim saklamıyoruz ve ne cevap verdiğinizi kimse göremez.",
        "Ваші відповіді анонімні: ми не зберігаємо імен, і ніхто не бачить, що ви відповіли.",
    ),
    "enquete.vraag": _talen(
        "Vraag {nr} van {totaal}",
        "Question {nr} of {totaal}",
        "السؤال {nr} من {totaal}",
        "Soru {nr} / {totaal}",
        "Запитання {nr} з {totaal}",
    ),
    "enquete.eens_1": _talen(
        "Helemaal niet mee eens",
        "Strongly disagree",
        "لا أوافق إطلاقًا",
        "Hiç katılmıyorum",
        "Зовсім не погоджуюся",
    ),
    "enquete.eens_2": _talen("Niet mee eens", "Disagree", "لا أوافق", "Katılmıyorum", "Не погоджуюся"),
    "enquete.eens_3": _talen(
        "Niet mee eens, niet mee oneens",
        "Neither agree nor disagree",
        "لا أوافق ولا أعارض",
        "Ne katılıyorum ne katılmıyorum",
        "Важко сказати",
    ),
    "enquete.eens_4": _talen("Mee eens", "Agree", "أوافق", "Katılıyorum", "Погоджуюся"),
    "enquete.eens_5": _talen(
        "Helemaal mee eens", "Strongly agree", "أوافق تمامًا", "Tamamen katılıyorum", "Повністю погоджуюся"
    ),
    "enquete.cijfer_uitleg": _talen(
        "1 is heel slecht, 10 is heel goed.",
        "1 is very bad, 10 is very good.",
        "1 تعني سيئ جدًا، و10 تعني جيد جدًا.",
        "1 çok kötü, 10 çok iyi demektir.",
        "1 – дуже погано, 10 – дуже добре.",
    ),
    "enquete.overslaan": _talen(
        "Deze vraag overslaan", "Skip this question", "تخطي هذا السؤال", "Bu soruyu atla", "Пропустити це запитання"
    ),
    "enquete.lees_voor": _talen(
        "Lees vraag {nr} voor",
        "Read question {nr} aloud",
        "اقرأ السؤال {nr} بصوت عالٍ",
        "{nr}. soruyu sesli oku",
        "Прочитати вголос запитання {nr}",
    ),
    "enquete.versturen": _talen("Versturen", "Send", "إرسال", "Gönder", "Надіслати"),
    # --- what is not right yet
    "enquete.fout_kop": _talen(
        "Nog niet verstuurd", "Not sent yet", "لم يُرسل بعد", "Henüz gönderilmedi", "Ще не надіслано"
    ),
    "enquete.fout_leeg": _talen(
        "U hebt nog niets gekozen. Kies bij minstens één vraag een antwoord.",
        "You have not chosen anything yet. Choose an answer to at least one question.",
        "لم تختر شيئًا بعد. اختر إجابة لسؤال واحد على الأقل.",
        "Henüz bir şey seçmediniz. En az bir soruya cevap seçin.",
        "Ви ще нічого не вибрали. Виберіть відповідь хоча б на одне запитання.",
    ),
    "enquete.fout_antwoord": _talen(
        "Vraag {nr}: dit antwoord kennen we niet. Kies opnieuw.",
        "Question {nr}: we do not know this answer. Choose again.",
        "السؤال {nr}: لا نعرف هذه الإجابة. اختر مرة أخرى.",
        "Soru {nr}: bu cevabı tanımıyoruz. Yeniden seçin.",
        "Запитання {nr}: такої відповіді немає. Виберіть ще раз.",
    ),
    "enquete.fout_verlopen": _talen(
        "Dit formulier was te oud. Kijk uw antwoorden na en druk nog een keer op Versturen.",
        "This form was too old. Check your answers and press Send again.",
        "كان هذا النموذج قديمًا. راجع إجاباتك واضغط على إرسال مرة أخرى.",
        "Bu form çok eskiydi. Cevaplarınızı kontrol edin ve yeniden Gönder’e basın.",
        "Ця форма застаріла. Перевірте відповіді й ще раз натисніть «Надіслати».",
    ),
    "enquete.fout_te_vaak": _talen(
        "Er komen nu heel veel formulieren tegelijk. Wacht tien minuten en druk dan nog een keer op Versturen. Uw "
        "antwoorden staan er nog.",
        "Very many forms are coming in at once. Wait ten minutes and then press Send again. Your answers are still "
        "here.",
        "تصل الآن نماذج كثيرة جدًا في وقت واحد. انتظر عشر دقائق ثم اضغط على إرسال مرة أخرى. إجاباتك ما زالت هنا.",
        "Şu anda aynı anda çok fazla form geliyor. On dakika bekleyin ve sonra yeniden Gönder’e basın. Cevaplarınız "
        "duruyor.",
        "Зараз надходить дуже багато форм одночасно. Зачекайте десять хвилин і ще раз натисніть «Надіслати». Ваші "
        "відповіді збережено на екрані.",
    ),
    # --- afterwards
    "enquete.bedankt_kop": _talen("Dank u wel!", "Thank you!", "شكرًا لك!", "Teşekkür ederiz!", "Дякуємо!"),
    "enquete.bedankt": _talen(
        "Uw antwoorden zijn geteld. U kunt deze pagina sluiten.",
        "Your answers are counted. You can close this page.",
        "تم احتساب إجاباتك. يمكنك إغلاق هذه الصفحة.",
        "Cevaplarınız sayıldı. Bu sayfayı kapatabilirsiniz.",
        "Ваші відповіді враховано. Цю сторінку можна закрити.",
    ),
    "enquete.bedankt_tablet": _talen(
        "Uw antwoorden zijn geteld. Geef de tablet terug.",
        "Your answers are counted. Give the tablet back.",
        "تم احتساب إجاباتك. أعد الجهاز اللوحي.",
        "Cevaplarınız sayıldı. Tableti geri verin.",
        "Ваші відповіді враховано. Поверніть планшет.",
    ),
    "enquete.volgende": _talen("Volgende persoon", "Next person", "الشخص التالي", "Sıradaki kişi", "Наступна людина"),
    "enquete.al_kop": _talen(
        "U hebt al meegedaan",
        "You have already taken part",
        "لقد شاركت بالفعل",
        "Zaten katıldınız",
        "Ви вже взяли участь",
    ),
    "enquete.al": _talen(
        "Deze enquête is hier al ingevuld. Eén keer is genoeg.",
        "This survey was already filled in here. Once is enough.",
        "تم ملء هذا الاستبيان هنا بالفعل. مرة واحدة تكفي.",
        "Bu anket burada zaten dolduruldu. Bir kez yeterli.",
        "Це опитування тут уже заповнено. Одного разу достатньо.",
    ),
    "enquete.al_ander": _talen(
        "Iemand anders wil invullen",
        "Somebody else wants to fill it in",
        "شخص آخر يريد ملء الاستبيان",
        "Başka biri doldurmak istiyor",
        "Хоче заповнити інша людина",
    ),
    # --- not now
    "enquete.nog_niet_kop": _talen(
        "Deze enquête is nog niet open",
        "This survey is not open yet",
        "هذا الاستبيان لم يُفتح بعد",
        "Bu anket henüz açılmadı",
        "Це опитування ще не відкрите",
    ),
    "enquete.nog_niet": _talen(
        "U kunt invullen vanaf {datum}.",
        "You can fill it in from {datum}.",
        "يمكنك ملؤه ابتداءً من {datum}.",
        "Şu tarihten itibaren doldurabilirsiniz: {datum}.",
        "Заповнити можна з такого дня: {datum}.",
    ),
    "enquete.gesloten_kop": _talen(
        "Deze enquête is gesloten",
        "This survey is closed",
        "هذا الاستبيان مغلق",
        "Bu anket kapandı",
        "Це опитування закрите",
    ),
    "enquete.gesloten": _talen(
        "U kunt niet meer invullen. Dank aan iedereen die meedeed.",
        "You can no longer fill it in. Thanks to everybody who took part.",
        "لم يعد من الممكن ملؤه. شكرًا لكل من شارك.",
        "Artık doldurulamaz. Katılan herkese teşekkürler.",
        "Заповнити його вже не можна. Дякуємо всім, хто взяв участь.",
    ),
    "enquete.onbekend_kop": _talen(
        "Deze enquête is er niet",
        "This survey does not exist",
        "هذا الاستبيان غير موجود",
        "Böyle bir anket yok",
        "Такого опитування немає",
    ),
    "enquete.onbekend": _talen(
        "Kijk of u het adres goed hebt overgetypt, of scan de code nog een keer.",
        "Check that you typed the address correctly, or scan the code again.",
        "تأكد من كتابة العنوان بشكل صحيح، أو امسح الرمز مرة أخرى.",
        "Adresi doğru yazıp yazmadığınızı kontrol edin veya kodu yeniden tarayın.",
        "Перевірте, чи правильно введено адресу, або відскануйте код ще раз.",
    ),
    # --- the tablet of the room
    "enquete.klaar": _talen(
        "Klaar: terug naar de deur",
        "Done: back to the door",
        "انتهى: العودة إلى شاشة الباب",
        "Bitti: kapı ekranına dön",
        "Готово: назад до екрана біля дверей",
    ),
    "enquete.stil_kop": _talen(
        "Bent u er nog?", "Are you still there?", "هل ما زلت هنا؟", "Hâlâ orada mısınız?", "Ви ще тут?"
    ),
    "enquete.stil": _talen(
        "Anders begint de enquête zo opnieuw voor de volgende persoon.",
        "Otherwise the survey will start again for the next person.",
        "وإلا فسيبدأ الاستبيان من جديد للشخص التالي.",
        "Yoksa anket birazdan sıradaki kişi için yeniden başlar.",
        "Інакше опитування почнеться знову для наступної людини.",
    ),
    "enquete.stil_verder": _talen(
        "Ja, ik ga verder", "Yes, I continue", "نعم، سأتابع", "Evet, devam ediyorum", "Так, продовжую"
    ),
    "enquete.deur": _talen(
        "Een bezoeker vult een enquête in",
        "A visitor fills in a survey",
        "زائر يملأ استبيانًا",
        "Bir ziyaretçi anket dolduruyor",
        "Відвідувач заповнює опитування",
    ),
    "enquete.deur_uitleg": _talen(
        "De tablet gaat voor u op slot. Geef hem daarna aan de bezoeker.",
        "The tablet locks for you. Then hand it to the visitor.",
        "سيُقفل الجهاز بالنسبة لك. ثم أعطه للزائر.",
        "Tablet sizin için kilitlenir. Sonra ziyaretçiye verin.",
        "Планшет заблокується для вас. Потім передайте його відвідувачеві.",
    ),
    # --- the poster, and the form on paper
    "enquete.papier": _talen(
        "Zet een kruisje bij uw antwoord. U mag een vraag overslaan.",
        "Put a cross at your answer. You may skip a question.",
        "ضع علامة × عند إجابتك. يمكنك تخطي أي سؤال.",
        "Cevabınıza bir çarpı koyun. Bir soruyu atlayabilirsiniz.",
        "Поставте хрестик біля своєї відповіді. Запитання можна пропустити.",
    ),
    "enquete.affiche": _talen(
        "Scan de code met uw telefoon en vertel het ons. Anoniem.",
        "Scan the code with your phone and tell us. Anonymous.",
        "امسح الرمز بهاتفك وأخبرنا برأيك. بدون ذكر الاسم.",
        "Kodu telefonunuzla tarayın ve bize söyleyin. Anonim.",
        "Відскануйте код телефоном і розкажіть нам. Анонімно.",
    ),
}
