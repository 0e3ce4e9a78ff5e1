"""Made-up names: common first names and last names of one background, put together at random. Nobody real is meant."""

from __future__ import annotations

import re
from random import Random

from deelnemers.namen import zoekvorm

# Per background: how often it occurs of a hundred people, first names, last names.
NAMEN: dict[str, tuple[int, str, str]] = {
    "Nederlands": (
        40,
        "Anja Annie Bert Bep Carla Cees Corrie Daan Dirk Els Emma Frank Gerda Gerrit Greet Hans Henk Hennie Ina Jan "
        "Janny Joke Joop Karin Kees Klaas Lia Loes Marja Marieke Mieke Nel Nico Petra Piet Ria Rob Ruud Sanne Sjaak "
        "Tineke Toos Truus Wil Willem Wim Bram Fleur Lotte Thijs",
        "Bakker, de Boer, Bosman, van den Berg, van Dijk, Dekker, Evers, van der Heijden, Hendriks, Hoekstra, Jansen, "
        "de Jong, Kok, Kuipers, van Leeuwen, van der Linden, Meijer, Mulder, Peters, Postma, de Ridder, Schouten, "
        "Smit, van Vliet, Visser, de Vries, Vos, van der Wal, Wolters, de Wit, Zijlstra, van Zanten",
    ),
    "Marokkaans": (
        22,
        "Abdellah Achraf Ahmed Aïcha Amina Bilal Driss Fadoua Fatima Fatiha Habiba Hafid Hakima Hassan Hicham Ilham "
        "Jamila Karima Khadija Khalid Latifa Malika Mina Mohamed Mustapha Naima Nora Omar Rachid Rachida Saïda Samira "
        "Souad Yassin Youssef Zohra",
        "Aabid, El Amrani, Azzouzi, Bakkali, Belhaj, Bennani, Bouali, Boukhari, Chaoui, Daoudi, El Fassi, Haddou, "
        "El Idrissi, Jabri, Kaddouri, Lahlou, El Mansouri, Mezouar, Naciri, Ouali, Rahmani, Saidi, Tahiri, Yaakoubi, "
        "Zerouali",
    ),
    "Turks": (
        13,
        "Ahmet Ali Ayşe Aylin Burak Canan Cemal Derya Elif Emine Esra Fatma Gül Hasan Hatice Hüseyin İbrahim Kemal "
        "Mehmet Meryem Murat Mustafa Nurcan Özlem Selma Sevim Şengül Songül Yusuf Zeynep",
        "Acar, Aksoy, Arslan, Aydın, Bulut, Çelik, Çetin, Demir, Doğan, Erdoğmuş, Güler, Kaplan, Kara, Kaya, Koç, "
        "Kurt, Öztürk, Polat, Şahin, Tekin, Uzun, Yavuz, Yıldız, Yılmaz",
    ),
    "Surinaams": (
        10,
        "Anand Armand Chandra Cheryl Clyde Edgar Farida Glenn Hermien Indra Iwan Jetty Johan Kavita Lucia Marlène "
        "Muriël Orlando Radj Ramon Roy Sandra Shanti Soraya Stanley Sunita Urmila Vijay Winston Yvonne",
        "Autar, Baldew, Bhageloe, Biervliet, Bisoen, Blokland, Chotoe, Doorson, Esajas, Gangadin, Jadnanansing, "
        "Kartosen, Lachman, Landveld, Mangal, Moesan, Nandoe, Pinas, Ramdin, Sewpersad, Slijngard, Tjon, Wijngaarde",
    ),
    "Syrisch": (
        11,
        "Abeer Adnan Amal Anas Bashar Dima Fadi Farah Ghada Hala Hanan Hussam Iman Kinan Lina Maher Maya Nadia "
        "Nizar Rami Rana Rasha Reem Salma Samer Tarek Wael Yara Ziad",
        "Al-Ahmad, Al-Halabi, Al-Khatib, Al-Masri, Al-Sayed, Atassi, Barakat, Darwish, Fares, Haddad, Hamdan, Ibrahim, "
        "Jaber, Kabbani, Khalil, Mahfouz, Nasser, Qabbani, Rifai, Sabbagh, Shaheen, Tawil, Zaitoun",
    ),
    "Chinees": (
        4,
        "Bo Chun Fang Hong Hua Jing Jun Lan Lei Lin Mei Ming Ping Qing Wei Xiaoli Yan Ying Yong Yun",
        "Chan, Chen, Fung, Guo, Huang, Lam, Leung, Li, Liang, Lin, Liu, Ma, Tang, Wang, Wong, Wu, Xu, Zhang, Zhao",
    ),
}
ACHTERGRONDEN = tuple(NAMEN)
VOORNAMEN = {achtergrond: tuple(voor.split()) for achtergrond, (_, voor, _) in NAMEN.items()}
ACHTERNAMEN = {achtergrond: tuple(achter.split(", ")) for achtergrond, (_, _, achter) in NAMEN.items()}
_GEWICHTEN = tuple(gewicht for gewicht, _, _ in NAMEN.values())


def trek_achtergrond(rng: Random) -> str:
    return rng.choices(ACHTERGRONDEN, _GEWICHTEN)[0]


class Namenbak:
    """Gives each combination of first and last name once, so that nobody is taken for somebody else."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._uitgegeven: set[tuple[str, str]] = set()

    def trek(self, achtergrond: str) -> tuple[str, str]:
        while True:
            naam = self._rng.choice(VOORNAMEN[achtergrond]), self._rng.choice(ACHTERNAMEN[achtergrond])
            if naam not in self._uitgegeven:
                self._uitgegeven.add(naam)
                return naam


def emailadres(voornaam: str, achternaam: str) -> str:
    """An address in a domain that cannot exist."""
    kern = re.sub(r"[^a-z]+", ".", zoekvorm(f"{voornaam} {achternaam}")).strip(".")
    return f"{kern}@voorbeeld.invalid"
