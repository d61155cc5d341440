// Asks veraPDF about files: "PROFILE FILE PROFILE FILE ..." as arguments, one line of JSON for each on stdout.
//
// veraPDF is a library without a command here: this runs in the JavaScript shell (Rhino) that its jar carries.
// Profiles are read one by one, for veraPDF's list of them looks for files beside the jar.
var pdfa = Packages.org.verapdf.pdfa, profiles = pdfa.validation.profiles.Profiles;
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = pdfa.Foundries.defaultInstance();
var type = Packages.java.lang.Class.forName("org.verapdf.pdfa.validation.profiles.Profiles");
var out = new Packages.java.io.PrintStream(Packages.java.lang.System.out, true, "UTF-8");

function failed(assertion) {
  var rule = assertion.getRuleId();
  return {
    clause: String(rule.getClause()) + "-" + rule.getTestNumber(),
    message: String(assertion.getErrorMessage() || assertion.getMessage()),
    where: String(assertion.getLocation().getContext())
  };
}

function judge(name, file) {
  var profile = profiles.profileFromXml(type.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml"));
  var parser = foundry.createParser(new Packages.java.io.File(file), profile.getPDFAFlavour());
  try {
    var result = foundry.createValidator(profile, 100, false, true, false).validate(parser);
    var assertions = result.getTestAssertions(), failures = [];
    for (var each = assertions.iterator(); each.hasNext();) {
      var assertion = each.next();
      if (String(assertion.getStatus().name()) === "FAILED") failures.push(failed(assertion));
    }
    return { compliant: result.isCompliant() == true, checks: Number(result.getTotalAssertions()), failures: failures };
  } finally {
    parser.close();
  }
}

for (var i = 0; i + 1 < arguments.length; i += 2) {
  var verdict;
  try {
    verdict = judge(arguments[i], arguments[i + 1]);
  } catch (error) {
    verdict = { compliant: false, checks: 0, failures: [{ clause: "", message: String(error), where: "" }] };
  }
  verdict.profile = arguments[i];
  verdict.file = arguments[i + 1];
  out.println(JSON.stringify(verdict));
}
