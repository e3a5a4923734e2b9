"""Abbreviations that end with a full stop, by language: what `index.text.stops` knows words by.

A document's language is a guess and its quotations have others, so that before a small letter or a digit those of all
languages count. Those with stops inside, such as "z. B.", are known by their form.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final[dict[str, str]] = {
    "en": """
        abbr approx assn assoc ave bldg blvd ca capt cf ch chap co col comdr corp dept dr ed eds esp est etc ext
        fig figs ft gen gov govt hon hr hrs hwy illus inc incl intl lb lbs lt ltd maj mfg mgr min misc mr mrs ms
        mt mtg nos op orig oz para pg pl pop pp pres prof pt pts pub rd ref rep rev rm sec sect sen sgt sr st
        ste univ vol vols vs yr yrs jan feb mar apr jun jul aug sep sept oct nov dec
    """,
    "de": """
        abb abk abs abschn abt allg amtl anm art aufl ausg bd bde bearb begr beisp bes best bez bezgl bspw bzgl
        bzw ca chr dgl dipl dr ebd ehem eigtl einschl entspr erg evtl exkl fa ff fr frl geb gegr gem gen gest
        gez ggf hl hrsg ing inkl insb int jh jhd kap kath kfm kgl lfd lt luth max med min mio mrd nachf nr nrn
        orig pfd phil prof prot rd reg rel resp sen sog st std str tab tel tsd tägl u übers univ unverh urspr
        usf usw verf vgl verh vers vorm vors wg wiss zit zt ztr zzgl jän feb mrz apr aug sept okt nov dez
    """,
    "fr": """
        adj al app apr art av bd biblio boul cf ch chap cie col coll dép dir dr éd env etc ex fasc fig hab ibid
        ill inf janv févr avr juil sept oct nov déc loc min ms no nos obs op p pp par pl préf prof réf rem rév
        sec ss st ste suiv sup tél trad vol vs
    """,
    "es": """
        adm admr admva aprox apdo art arts av avda cap caps cía cit col coord dcha dept depto dir dr dra ed eds
        ej entlo esq est etc excma excmo fasc fdo fig figs gral hab hnos ib ibíd ilmo izq lic ltda máx mín núm
        núms pág págs párr pp pral prof profa prov pte rte sdad sig sr sra sres srta ss sta sto tel trad ud uds
        vd vds vol vols ene feb abr ago sept oct nov dic
    """,
    "it": """
        art artt avv ca cap capp cfr cit cm col coll dott dr ed ecc es fasc fig figg gen ing int lett n nn nr op
        pag pagg par prof proff prov p pp rag rev sec sez sig sigg sigra spett ss str tab tav tel trad v vol
        voll feb mar apr mag giu lug ago set sett ott nov dic
    """,
    "pt": """
        adm apart aprox art arts av cap caps cf cia cit col coord dep depto dr dra ed eds eng est etc ex excia
        exmo fig figs fls ilmo inc jr lda ltda máx méd mín min nº obs op pág págs pp prof profa profs sec séc sr
        sra srta sta sto tel trad vol vols jan fev abr mai jun jul ago set out nov dez
    """,
    "nl": """
        afb afd afz alg art bijl bijv blz bv ca dhr dr drs dw ed enz etc evt excl fa fam fig gebr geb gem hfdst
        hr incl ing ir jhr kap lid max mevr min mr mw nl nr nrs par pct plm prof red resp secr st str tel tab
        toel vb vgl vlg vnl zgn zg febr apr aug sept okt nov dec
    """,
    "sv": """
        anm avd bd bl ca civ dr dvs ed el enl etc ex exkl f fig fil fr förf gm inkl jfr kap kl kr lic max min
        mfl mm mkt nr obs omkr osv prof resp sid sk st särsk tab tel tex tf tr uppl urspr utg vol vs jan feb apr
        aug sept okt nov dec
    """,
    "da": """
        adj afd afsn alm anm art bd bl ca cand dir dr dvs eks ekskl etc evt fig forf forts f frk gl gr hhv hr
        iflg inkl jf jvf kap kgl kl kr lign maks min mio mv nr osv pct pga pkt prof red resp sml stk str såk tab
        tlf ugtl udg vedr vol årg jan feb mar apr aug sept okt nov dec
    """,
    "nb": """
        adr alm ang art avd bl ca dir dr dvs eks etc evt fig forts f fr gt hhv hr ifm iht inkl istf jf jfr kap
        kl kr maks mfl mht min mill mrd nr off osv pga pkt prof red ref resp sml st stk str tab tlf vedr vol årg
    """,
    "fi": """
        eaa ed eläk ent esim huom ilm jkr jne joht jälk ka kirj ko ks kpl käänt lis lk ltk lyh maist mm ml mrd
        milj nk nro ns nyk os oy pj po prof pvm puh pääs sd siht synt tj toim tms tri ts v vrt vs yht ym yms
    """,
    "cs": """
        aj angl apod arch atd č čes čp čís čl dr doc druh fr hl ing kap kol kpt lat mgr mil mj mld mudr např nám
        násl něm obr odd odst pí písm pol popř pozn pplk prof př příp red ref resp rkp roč sl sv srov st str tab
        tel tis tj tzn tzv ul vč vyd zejm zvl
    """,
    "sk": """
        angl arch atď č čl čís doc dr franc hl ing kap kol mgr mil mld mudr napr nám násl nem obj obr odd ods
        pozn prof príp resp roč slov sv str tab tel tis tj tzn tzv ul úv vyd
    """,
    "pl": """
        s adw al ang arch art bł cd cz dol dosł dot doc dr dyr ds fot franc gen gm godz hab hr im ing inż itd itp
        jw kard kier kol kpt ks kw lek łac lic m mec mgr mies mjr min mln mld nb np nr nt oo os ośw pd pkt pl
        płk pn po poj pol poz por pow pozn pp prof przyp prez r red reż rodz rozdz rys sp św str szt śp tab tel
        tj tłum tys tzn tzw ul ur ust ver wg wł woj wsch wyd zach zał zam zm zob zł
    """,
    "hu": """
        bek biz bp cca cs dr du érk fszt évf fej fejl ford főisk gimn hrsz id ifj ill ist jan febr márc ápr júl
        aug szept okt nov dec kb kft kiad kk kj ker krt l lakt max min mn mo n ny old özv pl prof pt rkp röv sgt
        stb sz szerk szig t tc tel ti tsz u ua uo ún v vki vm vmi vö zrt
    """,
    "ro": """
        alin art bd bis bl cap cca cf cod col dl dna dra dr ed etc ex fig gen ing ian febr apr iul aug sept oct
        nov dec ist jud lat lit max mil min mld mun nr op pag par pct pl pp pr prof red reg resp sec st str tab
        tel ș urm vol
    """,
    "hr": """
        akad br čl dipl dr gđa gl god g građ hrv ing itd kn kol mil min mj mlrd mr npr nr oko odn pl prof prim
        red r ref sl st str sv tab tel tis tj tzv ul usp vl vr
    """,
    "tr": """
        alb apt arş as av bk bkz blm böl bnb bul cad çev doç doğ dr ed ecz fak gen hz ing kim kr krş kur mad mah
        max md min müd no nu op ord ort osm öğr ör prof sf sk sn sok şb tğm tel ts uzm vb vd vs yay yrd yy yzb
    """,
    "ru": """
        ак акад англ архит вв вып вост гг гл гос гр греч д действ дер деп дир долл доц др зав зам зап ил им ин
        инж ис кв кн коп корп кол лат лит мин млн млрд мн моск напр нач наст нем обл оз ок отд пер пл пос поч пр
        проч пред прим проф разд ред рис род руб руск сб св сев сек след см соч спец ср ст стр сут табл тел тт
        тыс ул утв уч физ фр франц чел ч шт экз яз
    """,
    "uk": """
        акад англ буд вул гл гр грн див доц др зав заст им ім інж кв кн коп крб млн млрд напр нар нім обл оз пл
        пор пров проф рис рр ред розд рос руб с св см соц ст стор табл тел тис тт ч шт
    """,
    "el": """
        αι αρ βλ γρ δηλ δρ εκ εκατ κ κα κεφ κλπ λ λεπτ μμ πμ π πρβλ σ σελ στρ τηλ τμ τόμ χιλ
    """,
    "ca": """
        art aprox av avda cap cf dr dra ed etc ex fig màx mín núm op pàg pàgs prof sr sra srta st sta tel vol
    """,
}
"""In small letters, without their stop."""
ABBREVIATIONS: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
ANY: Final = frozenset[str]().union(*ABBREVIATIONS.values())

BEFORE_NAMES: Final = frozenset(
    """
    dl dna akad arch av avv bp cad capt comdr dhr dipl doc dott doç dr dra drs excmo exmo fa fam fra frk gebr gen hl hr
    ilmo ing inz inż ir jhr kard kpt ks lt mah mevr mgr mw nám prof profa proff płk rag sgt sok sra srta sv św
    δρ κ κα акад вул г доц им обл пос проф св ул ім
    """.split()  # noqa: SIM905 (more readable than a list)
)
"""What stands before a name, which begins with a capital."""
BEFORE_NOUNS: Final = ABBREVIATIONS["de"] - {"art", "best", "fest", "tel", "usw", "usf", "med", "phil", "wg"}
"""What stands before a noun in German, where nouns begin with a capital; no words with which sentences end."""
