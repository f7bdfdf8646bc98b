// Runs one recorded file. A *request* is what counts and what a rule applies to: one case of most files, one entry of the requests of
// a mux set. For each, the rule that covers its input (if any) turns the recorded answer into ours, and the answer is compared.
//
//     VectorRun.Run("chunked", _output, (run, vector) =>
//         run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector, expect)));
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Vectors.Tests;

internal sealed class VectorRun
{
    private readonly string _file;
    private readonly List<string> _failures = [];
    private readonly Dictionary<Difference, int> _matches = [];
    private int _run;
    private int _differ;

    private VectorRun(string file) => _file = file;

    /// <summary>
    /// Runs every case of a file, writes the report line, and fails for what was found. An absent file passes with a message.
    /// </summary>
    internal static void Run(string file, ITestOutputHelper output, Action<VectorRun, VectorCase> runCase)
    {
        var run = new VectorRun(file);
        if (VectorFile.Load(file) is not { } vectors)
        {
            output.WriteLine($"{file}.json is absent: nothing was run.");
            run.Report();
            return;
        }

        foreach (var node in vectors.Cases) run.RunCase(node!.AsObject(), runCase);
        run.Report();
        if (VectorFile.AreOurs) run.CheckRules();
        output.WriteLine($"{file}: {run._run} requests, {run._differ} answered differently on purpose.");
        Assert.True(run._failures.Count == 0, $"{run._failures.Count} of {run._run}:\n" + string.Join('\n', run._failures));
    }

    /// <summary>Compares one request.</summary>
    /// <param name="name">How a failure calls it.</param>
    /// <param name="input">What a rule may look at.</param>
    /// <param name="expect">What was recorded.</param>
    /// <param name="compare">Given the answer we owe, says what is wrong; null: nothing.</param>
    internal void Check(string name, JsonObject input, JsonObject expect, Func<JsonObject, string?> compare)
    {
        _run++;
        var rule = Differences.Find(_file, input);
        if (rule is not null)
        {
            _differ++;
            _matches[rule] = _matches.GetValueOrDefault(rule) + 1;
            expect = rule.Answer(input, (JsonObject)expect.DeepClone());
        }

        if (compare(expect) is { } problem) Fail(rule is null ? name : $"{name} (rule: {rule.Reason})", problem);
    }

    /// <summary>Notes something wrong that belongs to no single request.</summary>
    internal void Fail(string name, string problem) => _failures.Add($"{name}: {problem}");

    private void RunCase(JsonObject node, Action<VectorRun, VectorCase> runCase)
    {
        var vector = new VectorCase(node);
        var before = _run;
        try
        {
            runCase(this, vector);
        }
        catch (Exception error)
        {
            Fail(vector.Name, "cannot be run: " + error);
        }

        if (_run == before) Fail(vector.Name, "nothing of it was run");
    }

    // A rule that matches nothing is forgotten code; one that matches much would hide failures.
    private void CheckRules()
    {
        foreach (var rule in Differences.All)
        {
            if (rule.File != _file) continue;
            var matches = _matches.GetValueOrDefault(rule);
            if (matches == 0) Fail("rule", $"no request matches: {rule.Reason}");
            if (matches * 10 > _run) Fail("rule", $"{matches} of {_run} requests match: {rule.Reason}");
        }
    }

    private void Report()
    {
        if (Environment.GetEnvironmentVariable("ROUTEGEN_VECTORS_REPORT") is not { Length: > 0 } path) return;
        lock (typeof(VectorRun))
            File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{_file} run={_run} differ={_differ}\n"));
    }
}
