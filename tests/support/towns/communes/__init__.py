"""Towns' files that several tests read."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
PUBLISHED = HERE / "published.toml"
"""What real towns have published, an activity a rule."""
EVERYTHING = HERE / "everything.toml"
"""All that a file can say and that a store keeps."""
SMALLEST = """
[commune]
nom = "Petit-Bourg"
service = "Enfance"
telephone = "01 00 00 00 00"
courriel = "mairie@petit-bourg.example"
zone_scolaire = "B"

[[ecoles]]
code = "BOURG"
nom = "École du Bourg"
niveaux = ["PS", "CP", "CE1"]

[[types]]
code = "PERI"
libelle = "Périscolaire"

[[tarifs]]
code = "REPAS"
depuis = 2025-09-01
deliberation = "D 1"
forme = "fixe"
prix = 4.00

[[activites]]
code = "CANTINE"
type = "PERI"
nom = "Cantine"
paiement = "facture"
jours = ["lundi", "mardi", "jeudi", "vendredi"]
periode = "ecole"
tarif = "REPAS"
reservation = { forme = "jours_avant", jours = 2, a = "12:00" }
annulation = { forme = "jours_avant", jours = 1, a = "12:00" }

  [[activites.unites]]
  code = "MIDI"
  libelle = "Midi"
  debut = "12:00"
  fin = "13:30"
"""
"""The least that a file says. An activity is last: keys of its own can be added at the end."""
