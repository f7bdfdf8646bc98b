namespace Compare.Results;

/// <summary>Everything that the results folder holds: printed as tables and verdicts, and written as table, JSON and chart.</summary>
internal static class Report
{
    internal static void Write(Suite suite, Options options)
    {
        var results = suite.Scenarios
            .Select(
                scenario => (Scenario: scenario, Result: ScenarioResult.Load(Path.Combine(options.ResultsFolder, scenario.Name + ".json"))))
            .Where(static pair => pair.Result is not null)
            .ToDictionary(static pair => pair.Scenario, static pair => pair.Result!);
        var text = new StringWriter();
        foreach (var (scenario, result) in results) Tables.Write(text, suite, scenario, result);
        Verdicts.Write(text, suite, results);
        Console.Write(text);
        File.WriteAllText(Path.Combine(options.ResultsFolder, "table.md"), text.ToString());
        File.WriteAllText(Path.Combine(options.ResultsFolder, "results.json"), JsonReport.Create(suite, results));
        File.WriteAllText(Path.Combine(options.ResultsFolder, "chart.svg"), Chart.Draw(suite, results));
    }
}
