using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using RouteGen;
using RouteGen.Routing;
using RouteGen.Tests;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>
/// Patterns since Go 1.22: which are accepted, which conflict, and where requests go. Every set is served by a generated table, by a mux
/// that was given the patterns at run time, by the linear table, and by muxes that are split at random between the sides.
/// </summary>
public sealed class MuxMatch122Tests(ITestOutputHelper output)
{
    private static readonly IHandler s_ok = Handler.From((HandlerFunc)((w, _) => w.WriteHeader(200)));

    [Fact]
    public void Mux_match_122() => VectorRun.Run("mux_match_122", output, static (run, vector) =>
    {
        switch ((string)vector.Input["op"]!)
        {
            case "register":
                run.Check(
                    vector.Name, vector.Input, vector.Expect, expect =>
                        CompareRegistration((string)vector.Input["pattern"]!, (bool)expect["ok"]!));
                break;
            case "pair":
                run.Check(vector.Name, vector.Input, vector.Expect, expect => ComparePair(Strings(vector.Input["patterns"]), expect));
                break;
            default:
                RunSet(run, vector);
                break;
        }
    });

    private static string? CompareRegistration(string pattern, bool isAccepted)
    {
        var error = Record.Exception(() => new ServeMux().Handle(pattern, s_ok));
        if (error is not null and not ArgumentException) return $"throws {error}";
        if (error is null != isAccepted) return $"registered: {error?.Message ?? "was accepted"}";
        var diagnostics = GeneratedTable.Diagnose([pattern]);
        return Errors(diagnostics).Any() == isAccepted ? "generated: " + string.Join(' ', diagnostics) : null;
    }

    private static string? ComparePair(string[] patterns, JsonObject expect)
    {
        var (first, second) = (Parse(patterns[0]), Parse(patterns[1]));
        var relation = PatternRelations.Compare(first, second).ToString();
        if (!string.Equals(relation, (string?)expect["relation"], StringComparison.OrdinalIgnoreCase)) return relation;
        var isConflict = (bool)expect["conflict"]!;
        if (PatternRelations.AreInConflict(first, second) != isConflict) return "conflict: " + !isConflict;

        var mux = new ServeMux();
        mux.Handle(patterns[0], s_ok);
        var error = Record.Exception(() => mux.Handle(patterns[1], s_ok));
        if (isConflict != error is InvalidOperationException) return $"registered: {error?.Message ?? "was accepted"}";
        var diagnostics = GeneratedTable.Diagnose(patterns);
        return Errors(diagnostics).Any(static id => id is "RG0201" or "RG0202") == isConflict ? null
            : "generated: " + string.Join(' ', diagnostics);
    }

    private static void RunSet(VectorRun run, VectorCase vector)
    {
        var patterns = Strings(vector.Input["patterns"]);
        if ((string?)vector.Expect["rejected_pattern"] is not null)
        {
            run.Check(vector.Name, vector.Input, vector.Expect, expect => CompareRejection(patterns, (string?)expect["rejected_pattern"]));
            return;
        }

        var random = new Random(patterns.Length);
        (string Name, ServeMux Mux)[] muxes =
        [
            ("generated", new ServeMux(GeneratedTable.Build(patterns))),
            ("registered", Split([], patterns)),
            ("linear", new ServeMux(new LinearTable(patterns.Select(Entry)))),
            ("linear and registered", Split(patterns, random, static side => new LinearTable(side.Select(Entry)))),
            ("generated and registered", Split(patterns, random, GeneratedTable.Build)),
            ("generated and registered again", Split(patterns, random, GeneratedTable.Build)),
        ];
        var requests = vector.Input["requests"]!.AsArray();
        for (var index = 0; index < requests.Count; index++)
        {
            var input = (JsonObject)requests[index]!.DeepClone();
            input["patterns"] = vector.Input["patterns"]!.DeepClone();
            run.Check(
                $"{vector.Name} #{index}", input, vector.Expect["results"]![index]!.AsObject(), expect => Compare(muxes, input, expect));
        }
    }

    private static string? CompareRejection(string[] patterns, string? rejected)
    {
        var mux = new ServeMux();
        // The first that is refused; it may have been accepted before.
        var refused = patterns.FirstOrDefault(pattern => Record.Exception(() => mux.Handle(pattern, s_ok)) is not null);
        if (refused != rejected) return $"registered: \"{refused}\" was refused, not \"{rejected}\"";
        var diagnostics = GeneratedTable.Diagnose(patterns);
        return Errors(diagnostics).Any() == rejected is not null ? null : "generated: " + string.Join(' ', diagnostics);
    }

    private static string? Compare((string Name, ServeMux Mux)[] muxes, JsonObject input, JsonObject expect)
    {
        var (method, target, host) = ((string)input["method"]!, (string)input["target"]!, (string)input["host"]!);
        foreach (var (name, mux) in muxes)
        {
            var actual = Ask(mux, method, target, host, expect["path_values"] as JsonObject);
            if (!JsonNode.DeepEquals(actual, expect))
                return $"{method} {target} of {host}, {name}: {actual.ToJsonString()} instead of {expect.ToJsonString()}";
        }

        return null;
    }

    private static JsonObject Ask(ServeMux mux, string method, string target, string host, JsonObject? names)
    {
        var request = ServedRequest.Make(method, target, host);
        var writer = new RecordingWriter();
        Assert.True(mux.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        // A generated table's handlers say nothing, which is 200.
        var status = writer.StatusCode == 0 ? 200 : writer.StatusCode;
        var result = new JsonObject
        {
            ["action"] = status switch { 200 => "handler", 301 => "redirect", 404 => "not_found", 405 => "method_not_allowed", _ => "?" },
            ["pattern"] = request.Pattern,
            ["status"] = status,
        };
        if (writer.Header["Location"] is { } location) result["location"] = location;
        if (writer.Header["Allow"] is { } allow) result["allow"] = allow;
        if (names is not null)
            result["path_values"] = new JsonObject(
                names.Select(name => KeyValuePair.Create(name.Key, (JsonNode?)request.PathValue(name.Key))));
        return result;
    }

    private static ServeMux Split(string[] patterns, Random random, Func<IEnumerable<string>, MatchTable> compile)
    {
        var sides = patterns.ToLookup(_ => random.Next(2) == 0);
        return Split(sides[true].Any() ? [compile(sides[true])] : [], sides[false]);
    }

    private static ServeMux Split(MatchTable[] compiled, IEnumerable<string> registered)
    {
        var mux = compiled.Length == 0 ? new ServeMux() : new ServeMux(compiled[0]);
        foreach (var pattern in registered) mux.Handle(pattern, s_ok);
        return mux;
    }

    private static MuxEntry Entry(string pattern) => new(pattern, MuxEntry.KindOf(Parse(pattern)), s_ok, "ok", "");

    private static RoutePattern Parse(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var error), error);
        return pattern!;
    }

    private static IEnumerable<string> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.Id);

    private static string[] Strings(JsonNode? node) => [.. node!.AsArray().Select(static item => (string)item!)];
}
