from django.db import migrations

# INEI's codes: regions by two digits, their provinces numbered in this order.
PRIORITY = {"04", "12", "20", "25"}
REGIONS = {
    "01": ("Amazonas", "Chachapoyas, Bagua, Bongará, Condorcanqui, Luya, Rodríguez de Mendoza, Utcubamba"),
    "02": (
        "Áncash",
        "Huaraz, Aija, Antonio Raymondi, Asunción, Bolognesi, Carhuaz, Carlos Fermín Fitzcarrald, Casma, Corongo, "
        "Huari, Huarmey, Huaylas, Mariscal Luzuriaga, Ocros, Pallasca, Pomabamba, Recuay, Santa, Sihuas, Yungay",
    ),
    "03": ("Apurímac", "Abancay, Andahuaylas, Antabamba, Aymaraes, Cotabambas, Chincheros, Grau"),
    "04": ("Arequipa", "Arequipa, Camaná, Caravelí, Castilla, Caylloma, Condesuyos, Islay, La Unión"),
    "05": (
        "Ayacucho",
        "Huamanga, Cangallo, Huanca Sancos, Huanta, La Mar, Lucanas, Parinacochas, Páucar del Sara Sara, Sucre, "
        "Víctor Fajardo, Vilcas Huamán",
    ),
    "06": (
        "Cajamarca",
        "Cajamarca, Cajabamba, Celendín, Chota, Contumazá, Cutervo, Hualgayoc, Jaén, San Ignacio, San Marcos, "
        "San Miguel, San Pablo, Santa Cruz",
    ),
    "07": ("Callao", "Callao"),
    "08": (
        "Cusco",
        "Cusco, Acomayo, Anta, Calca, Canas, Canchis, Chumbivilcas, Espinar, La Convención, Paruro, Paucartambo, "
        "Quispicanchi, Urubamba",
    ),
    "09": ("Huancavelica", "Huancavelica, Acobamba, Angaraes, Castrovirreyna, Churcampa, Huaytará, Tayacaja"),
    "10": (
        "Huánuco",
        "Huánuco, Ambo, Dos de Mayo, Huacaybamba, Huamalíes, Leoncio Prado, Marañón, Pachitea, Puerto Inca, "
        "Lauricocha, Yarowilca",
    ),
    "11": ("Ica", "Ica, Chincha, Nasca, Palpa, Pisco"),
    "12": ("Junín", "Huancayo, Concepción, Chanchamayo, Jauja, Junín, Satipo, Tarma, Yauli, Chupaca"),
    "13": (
        "La Libertad",
        "Trujillo, Ascope, Bolívar, Chepén, Julcán, Otuzco, Pacasmayo, Pataz, Sánchez Carrión, Santiago de Chuco, "
        "Gran Chimú, Virú",
    ),
    "14": ("Lambayeque", "Chiclayo, Ferreñafe, Lambayeque"),
    "15": ("Lima", "Lima, Barranca, Cajatambo, Canta, Cañete, Huaral, Huarochirí, Huaura, Oyón, Yauyos"),
    "16": (
        "Loreto",
        "Maynas, Alto Amazonas, Loreto, Mariscal Ramón Castilla, Requena, Ucayali, Datem del Marañón, Putumayo",
    ),
    "17": ("Madre de Dios", "Tambopata, Manu, Tahuamanu"),
    "18": ("Moquegua", "Mariscal Nieto, General Sánchez Cerro, Ilo"),
    "19": ("Pasco", "Pasco, Daniel Alcides Carrión, Oxapampa"),
    "20": ("Piura", "Piura, Ayabaca, Huancabamba, Morropón, Paita, Sullana, Talara, Sechura"),
    "21": (
        "Puno",
        "Puno, Azángaro, Carabaya, Chucuito, El Collao, Huancané, Lampa, Melgar, Moho, San Antonio de Putina, "
        "San Román, Sandia, Yunguyo",
    ),
    "22": (
        "San Martín",
        "Moyobamba, Bellavista, El Dorado, Huallaga, Lamas, Mariscal Cáceres, Picota, Rioja, San Martín, Tocache",
    ),
    "23": ("Tacna", "Tacna, Candarave, Jorge Basadre, Tarata"),
    "24": ("Tumbes", "Tumbes, Contralmirante Villar, Zarumilla"),
    "25": ("Ucayali", "Coronel Portillo, Atalaya, Padre Abad, Purús"),
}


def add_regions(apps, schema_editor):
    Region, Province = apps.get_model("crm", "Region"), apps.get_model("crm", "Province")
    for code, (name, provinces) in REGIONS.items():
        region = Region.objects.create(code=code, name=name, is_priority=code in PRIORITY)
        Province.objects.bulk_create(
            Province(code=f"{code}{number:02}", region=region, name=province)
            for number, province in enumerate(provinces.split(", "), 1)
        )


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [migrations.RunPython(add_regions, migrations.RunPython.noop)]
