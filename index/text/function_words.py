"""Words with no matter of their own, by language: articles, pronouns, prepositions, auxiliaries and the like. Pure."""

from __future__ import annotations

from functools import cache

_WORDS = {
    "en": """
        a about above across after again against ago all almost alone along already also although always am among an
        and another any anybody anyone anything are aren around as at away back be became because become been before
        began behind being below beside besides between beyond both but by came can cannot could couldn did didn do
        does doesn doing don done down during each either else enough etc even ever every everybody everyone
        everything except few first for from further get go goes going gone got had hadn has hasn have haven having he
        hence her here hers herself him himself his how however i if in indeed instead into is isn it its itself just
        last less let like ll made make many may maybe me mere might more most much must my myself near nearly neither
        never nevertheless next no nobody none nor not nothing now of off often on once one ones only onto or other
        others otherwise our ours ourselves out over own per perhaps put quite rather re said same say says second see
        seem seemed seems seen several shall she should shouldn since so some somebody someone something sometimes
        soon still such take taken than that the their theirs them themselves then there therefore these they thing
        things third this those though three through throughout thus till to together too took toward towards two
        under unless until up upon us use used using ve very via was wasn way we well went were weren what whatever
        when whenever where whereas whether which while who whoever whole whom whose why will with within without won
        would wouldn yes yet you your yours yourself yourselves
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei
        beide beiden beim bereits bevor bin bis bist da dabei dadurch dafür dagegen daher damit danach dann daran
        darauf darin darüber darum das dass davon dazu dein deine dem den denen denn der deren des deshalb dessen dich
        die dies diese diesem diesen dieser dieses dir doch dort du durch eben ein eine einem einen einer eines einige
        einigen einmal er es etwa etwas euch euer für gar gegen gewesen gibt hab habe haben hat hatte hatten hätte
        hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja je jede
        jedem jeden jeder jedes jedoch jene jenem jenen jener jetzt kann kein keine keinem keinen keiner können könnte
        konnte konnten man manche mehr mein meine meinem meinen meiner mich mir mit muss müssen musste mussten nach
        nachdem nein nicht nichts noch nun nur ob oder ohne schon sehr sei sein seine seinem seinen seiner seines seit
        selbst sich sie sind so sogar solche solchen soll sollen sollte sollten sondern sonst soweit sowie über um und
        uns unser unsere unserem unseren unter viel viele vielen vom von vor während wann war ware waren warum was
        weil weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wohl
        wollen wollte wollten wurde würde wurden würden zu zum zur zwar zwei zwischen
    """,
    "fr": """
        à afin ai ainsi alors après as au aucun aucune aujourd aura aurait aussi autre autres aux avaient avait avant
        avec avez avoir avons ayant beaucoup bien c car ce ceci cela celle celles celui cependant ces cet cette ceux
        chaque chez comme comment contre d dans de depuis des deux doit donc dont du durant elle elles en encore
        ensuite entre es est et étaient était étant être eu eux faire fait fois font fut hui il ils j je jusqu l la
        laquelle le lequel les leur leurs lors lorsque lui m ma mais me même mêmes mes moi moins mon n ne ni non nos
        notre nous on ont ou où par parce parmi pas pendant peu peut peuvent plus plusieurs pour pourquoi près puis
        puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera serait ses si
        sien soi soit son sont sous sur surtout t ta tandis tant te tel telle telles tels tes toi ton toujours tous
        tout toute toutes très trop tu un une vers voici voilà vos votre vous y
    """,
    "es": """
        a al algo algún alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aquí así aún aunque
        bajo bien cada casi como con contra cual cuales cualquier cuando cuanto de del desde después donde dos durante
        e el él ella ellas ello ellos en entonces entre era eran es esa esas ese eso esos está estaba estaban están
        estar estas este esto estos fue fueron ha había habían hace hacia han hasta hay la las le les lo los luego mas
        más me menos mi mientras mis misma mismas mismo mismos mucha muchas mucho muchos muy nada ni no nos nosotros
        nuestra nuestro o os otra otras otro otros para pero poco por porque pues que qué quien quienes se sea según
        ser si sí sido siempre sin sino sobre son su sus también tan tanto te tiene tienen toda todas todavía todo
        todos tras tu un una unas uno unos usted ustedes y ya yo
    """,
    "it": """
        a ad ai al alcune alcuni alla alle allo altra altre altri altro anche ancora avere aveva avevano c che chi ci
        ciò come con contro così cui d da dagli dai dal dalla dalle dallo degli dei del dell della delle dello dopo
        dove dove due durante e è ed era erano essa esse essere essi fa fino fra fu furono già gli ha hanno i il in
        invece io l la le lei li lo loro ma me mentre mi mia mio molta molte molti molto ne negli nei nel nell nella
        nelle nello no noi non nostra nostro o ogni oltre per perché però più poco poi prima può qua qual quale quali
        quando quanto quasi quei quel quella quelle quelli quello questa queste questi questo qui quindi s sarà se
        sempre senza si sia sì sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sulla sulle suo
        suoi tra tu tutta tutte tutti tutto un una uno v verso vi voi
    """,
    "nl": """
        aan al alle alleen als altijd andere ben bij boven daar dan dat de deze die dit doch doen door dus een eens en
        er ge geen geweest haar had hadden heb hebben heeft hem het hier hij hoe hun ik in is ja je kan kon konden
        kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op
        over reeds te tegen tijdens toch toen tot tussen u uit uw van veel voor waar wanneer want waren was wat wel
        werd werden wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou zouden
    """,
    "pt": """
        a à ainda algo algum alguma algumas alguns ante antes ao aos apenas após aquela aquelas aquele aqueles aquilo
        as às assim até bem cada com como contra da das de dela delas dele deles depois desde dessa desse desta deste
        do dois dos durante e é ela elas ele eles em enquanto então entre era eram essa essas esse esses esta está
        estão estas estava estavam este estes eu foi foram há isso isto já la lhe lhes lo mais mas me mesma mesmo meu
        minha muita muitas muito muitos na não nas nem no nos nós nossa nosso num numa o os ou outra outras outro
        outros para pela pelas pelo pelos pois por porque pouco qual quando que quem se seja sem sempre ser será seu
        seus si sido sob sobre são sua suas também tanto te tem têm tinha tinham toda todas todo todos tu tudo um uma
        umas uns você
    """,
}


@cache
def function_words(language: str) -> frozenset[str]:
    """Those of a language (ISO 639-1), in lower case; none of a language whose words are not listed here."""
    return frozenset(_WORDS.get(language, "").split())
