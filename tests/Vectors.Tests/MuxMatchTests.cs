using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using RouteGen;
using RouteGen.Routing;
using RouteGen.Tests;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>
/// Every set of patterns is served by a mux that was given them at run time, by one over the linear table, and by two that are split at
/// random between both; requests pass the parser first. A pattern that we refuse throws, and the set is run without it, as it is without a
/// pattern that has a meaning of its own today.
/// </summary>
public sealed class MuxMatchTests(ITestOutputHelper output)
{
    private static readonly IHandler s_ok = Handler.From((HandlerFunc)((w, _) => w.WriteHeader(200)));

    [Fact]
    public void Mux_match() => VectorRun.Run("mux_match", output, RunSet);

    private static void RunSet(VectorRun run, VectorCase vector)
    {
        var all = vector.Input["patterns"]!.AsArray().Select(node => (string)node!).ToArray();
        foreach (var pattern in all) CheckRegistration(run, vector.Name, pattern, MuxDifferences.IsRefused(pattern));
        var old = all.Where(pattern => !MuxDifferences.IsNew(pattern)).ToArray();
        var valid = old.Where(pattern => !MuxDifferences.IsRefused(pattern)).ToArray();
        if (vector.Expect["registration_error"] is { } error)
        {
            // What Go refuses we refuse too, and there is nothing to send.
            var nothing = new JsonObject
            { ["method"] = "", ["target"] = "/", ["host"] = "", ["patterns"] = vector.Input["patterns"]!.DeepClone() };
            run.Check(vector.Name, nothing, vector.Expect, _ => valid.Length < all.Length ? null : CompareRejection(all, (string)error!));
            return;
        }

        var random = new Random(all.Length);
        var generated = GeneratedTable.Build(old, out var diagnostics);
        foreach (var refused in old.Except(valid).Distinct()) CheckDiagnostic(run, vector.Name, refused, diagnostics);
        (string Name, ServeMux Mux)[] muxes =
        [
            ("registered", Split(valid, () => false)),
            ("linear", Split(valid, () => true)),
            ("split", Split(valid, () => random.Next(2) == 0)),
            ("split again", Split(valid, () => random.Next(2) == 0)),
            ("generated", generated is null ? new ServeMux() : new ServeMux(generated)),
            ("generated and registered", SplitGenerated(valid, random)),
        ];
        var model = new ClassicMux(valid);
        var requests = vector.Input["requests"]!.AsArray();
        for (var index = 0; index < requests.Count; index++)
        {
            var input = (JsonObject)requests[index]!.DeepClone();
            input["patterns"] = vector.Input["patterns"]!.DeepClone();
            run.Check(
                $"{vector.Name} #{index}", input, vector.Expect["results"]![index]!.AsObject(), expect =>
                    Compare(muxes, model, input, expect));
        }
    }

    private static void CheckRegistration(VectorRun run, string name, string pattern, bool isRefused)
    {
        var error = Record.Exception(() => new ServeMux().Handle(pattern, s_ok));
        var isRight = isRefused ? error is ArgumentException : error is null;
        if (!isRight) run.Fail(name, $"registering \"{pattern}\": {error?.Message ?? "was accepted"}");
    }

    // Each pattern by itself is fine; all on one mux are not.
    private static string? CompareRejection(string[] patterns, string error)
    {
        var mux = new ServeMux();
        if (!patterns.Any(pattern => Record.Exception(() => mux.Handle(pattern, s_ok)) is not null))
            return $"registered: every pattern was accepted, but: {error}";
        return GeneratedTable.Diagnose(patterns).Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null
            : "generated: nothing was reported";
    }

    private static void CheckDiagnostic(VectorRun run, string name, string pattern, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (!diagnostics.Any(
            diagnostic => diagnostic.Id is "RG0001" or "RG0002" && diagnostic.GetMessage().Contains(pattern, StringComparison.Ordinal)))
            run.Fail(name, $"the generator has no diagnostic for \"{pattern}\"");
    }

    private static string? Compare((string Name, ServeMux Mux)[] muxes, ClassicMux model, JsonObject input, JsonObject expect)
    {
        var (method, target, host) = ((string)input["method"]!, (string)input["target"]!, (string)input["host"]!);
        foreach (var (name, mux) in muxes)
        {
            var actual = Ask(mux, method, target, host);
            if (!JsonNode.DeepEquals(actual, expect))
                return $"{method} {target} of {host}, {name}: {actual.ToJsonString()} instead of {expect.ToJsonString()}";
        }

        // The model answers for the rules, so it has to be right where there is no rule.
        var isServed = (string?)expect["action"] != "refused";
        var modelled = isServed ? model.Answer(method, target, host) : expect;
        return JsonNode.DeepEquals(modelled, expect) ? null : $"{method} {target} of {host}: the model answers {modelled.ToJsonString()}";
    }

    private static JsonObject Ask(ServeMux mux, string method, string target, string host)
    {
        if (ServedRequest.TryMake(method, target, out var request, host) != RejectReason.None) return MuxDifferences.Refused();
        var writer = new RecordingWriter();
        Assert.True(mux.ServeHttpAsync(writer, request!).IsCompletedSuccessfully);
        // A generated table's handlers say nothing, which is 200.
        var status = writer.StatusCode == 0 ? 200 : writer.StatusCode;
        var result = new JsonObject
        {
            ["action"] = status switch { 200 => "handler", 301 => "redirect", 400 => "bad_request", _ => "not_found" },
            ["path"] = request!.Path,
            ["pattern"] = request.Pattern,
            ["status"] = status,
        };
        if (writer.Header["Location"] is { } location) result["location"] = location;
        return result;
    }

    private static ServeMux Split(string[] patterns, Func<bool> isCompiled)
    {
        var sides = patterns.ToLookup(_ => isCompiled());
        var mux = new ServeMux(new LinearTable(sides[true].Select(Entry)));
        foreach (var pattern in sides[false]) mux.Handle(pattern, s_ok);
        return mux;
    }

    private static ServeMux SplitGenerated(string[] patterns, Random random)
    {
        var sides = patterns.ToLookup(_ => random.Next(2) == 0);
        var mux = sides[true].Any() ? new ServeMux(GeneratedTable.Build(sides[true])) : new ServeMux();
        foreach (var pattern in sides[false]) mux.Handle(pattern, s_ok);
        return mux;
    }

    private static MuxEntry Entry(string pattern) =>
        new(pattern, pattern.EndsWith('/') ? MuxEntryKind.Prefix : MuxEntryKind.Exact, s_ok, "ok", "");
}
