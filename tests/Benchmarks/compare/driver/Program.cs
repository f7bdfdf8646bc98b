// Measures programs side by side. ../run builds them, pins this program to the core for the load, and calls it:
//   Compare SUITE FOLDER [--rounds N] [--seconds S] [--scenario NAME]... [--peer NAME]...
//   Compare report SUITE FOLDER      prints again what the folder holds, and draws the chart
// FOLDER/peers holds a program for each peer, or a file NAME.missing with the reason. Results go to FOLDER/SUITE.
// Exit code: 0 measured, 2 called wrongly, 1 nothing could be measured, or the suite guard (../../guard/run) found something worse.
using Compare;
using Compare.Guard;
using Compare.Results;

Suite[] suites = [ServerSuite.Create(), TlsSuite.Create(), FilesSuite.Create(), GuardSuite.Create()];

if (Options.Parse(args) is not { } options || suites.FirstOrDefault(suite => suite.Name == options.Suite) is not { } suite)
{
    Console.Error.WriteLine(
        $"usage: Compare [report] {string.Join('|', suites.Select(each => each.Name))} FOLDER [--rounds N] [--seconds S] [--scenario "
            + $"NAME]... [--peer NAME]...");
    return 2;
}

if (!options.ReportOnly && !SuiteRun.Run(suite, options)) return 1;
Report.Write(suite, options);
return suite.Judge?.Invoke(suite, options) == false ? 1 : 0;
