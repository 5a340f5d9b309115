"""Countries, and the wordings for abroad and at home, that tell of migration."""

_COUNTRY = (
    "afghanistan|albania|algeria|angola|argentina|australia|austria|bangladesh|belarus"
    "|belgium|bolivia|bosnia|brazil|bulgaria|burma|burundi|cambodia|cameroon|canada|chad|chile"
    "|china|colombia|congo|croatia|cuba|cyprus|czech republic|czechia|denmark|ecuador|egypt"
    "|eritrea|estonia|ethiopia|finland|france|gambia|the gambia|georgia|germany|ghana|greece"
    "|guatemala|guinea|guyana|haiti|hong kong|hungary|iceland|india|indonesia|iran|iraq"
    "|ireland|israel|italy|ivory coast|jamaica|japan|jordan|kazakhstan|kenya|kosovo|kurdistan"
    "|kuwait|latvia|lebanon|lesotho|liberia|libya|lithuania|macedonia|malawi|malaysia|mali"
    "|malta|mauritius|mexico|moldova|mongolia|montenegro|morocco|mozambique|myanmar|namibia"
    "|nepal|netherlands|new zealand|niger|nigeria|north macedonia|norway|oman|pakistan"
    "|palestine|paraguay|peru|philippines|poland|portugal|qatar|romania|russia|rwanda"
    "|saudi arabia|senegal|serbia|sierra leone|singapore|slovakia|slovenia|somalia|somaliland"
    "|south africa|south korea|south sudan|spain|sri lanka|sudan|sweden|switzerland|syria"
    "|taiwan|tanzania|thailand|togo|trinidad|tunisia|turkey|uganda|ukraine|united states"
    "|uruguay|usa|uzbekistan|venezuela|vietnam|west africa|east africa|yemen|zambia|zimbabwe"
    "|africa|asia|eastern europe|central europe|europe|the caribbean|the middle east"
    "|south america|latin america|america|the united states|the philippines|north africa"
    "|southern africa|the eu|south asia"
)
ABROAD = (
    rf"(?:(?:the )?(?:{_COUNTRY})|abroad|overseas|another country|outside the (?:uk|united kingdom)"
    rf"|(?:his|her|their) (?:home country|country of origin))"
)
UK = (
    r"(?:the (?:uk|united kingdom|country)|this country|england|wales|scotland|britain"
    r"|great britain|northern ireland|london|the island|guernsey|jersey|the uk)"
)
