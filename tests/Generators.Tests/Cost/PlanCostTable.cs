using RouteGen.Routing;
using Runtime.Tests.Cost;

namespace RouteGen.Tests;

/// <summary>Sets of routes of any size, each of a kind: planned, laid out and written, and registered at run time.</summary>
internal static class PlanCostTable
{
    private const int Many = 500;

    private static readonly MuxSettings s_settings = new(true, false, "App", EquatableArray<ProgramModel>.Empty);

    internal static IReadOnlyList<CostRow> Rows { get; } =
    [
        .. Both("exact", static index => $"/v1/things{index % 10}/{index}"),
        .. Both("wildcard", static index => $"/things{index}/{{id}}"),
        .. Both("literal against wildcard", static index => index % 2 == 0 ? $"/l{index}/x/z" : $"/{{w}}/y{index}/z"),
        .. Both("prefix", static index => $"/things{index}/"),
        .. Both("mixed", Mixed),
        .. Both("many methods", static index => $"M{index} /thing"),
        .. Both("many methods of a tail", static index => $"M{index} /thing/"),
        .. Both("many methods of a wildcard", static index => $"M{index} /thing/{{id}}"),
        .. Both("many hosts", static index => $"h{index}.test/{(index % 2 == 0 ? "thing" : "{id}")}"),
        .. Both("deep", static index => $"/{string.Join('/', Enumerable.Repeat("a", 30))}/{index}/{{id}}"),
        // Cheap: below a millisecond it would be the clock that is measured.
        Row("many duplicates", static index => $"/thing/{index % 10}", size: 4 * Many),
        Row("many conflicts", static index => index % 2 == 0 ? $"/l{index}/{{w}}" : $"/{{w}}/m{index}"),
        Row("many muxes", Mixed, index => new MuxModel("Shop", $"Api{index / 10}")),
        Mounts(),
        Files("files with middleware", static index => $"[assembly: RouteGen.Use<M{index}>]\n"
            + $"struct M{index} : RouteGen.IMiddleware {{ public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>("
            + "RouteGen.ResponseWriter w, RouteGen.Request r, TNext next) where TNext : struct, RouteGen.IHandler => default; }"),
        Files("files of a mux", static index => (index == 0 ? "[RouteGen.ServeMux] " : "")
            + $"partial class Api {{ [RouteGen.Get(\"/{index}\")] void F{index}(RouteGen.ResponseWriter w, RouteGen.Request r) {{ }} }}"),
    ];

    /// <summary>Routes as services have them.</summary>
    internal static string Mixed(int index) => (index % 7) switch
    {
        0 => $"/v1/things{index}",
        1 => $"GET /v1/things{index - 1}/{{id}}",
        2 => $"DELETE /v1/things{index - 2}/{{id}}",
        3 => $"GET /v1/things{index - 3}/{{id}}/parts/{{part}}",
        4 => $"/files{index}/",
        5 => $"POST /v1/things{index - 5}/{{id}}/parts",
        _ => $"/v2/{{tenant}}/things{index}/{{rest...}}",
    };

    private static IEnumerable<CostRow> Both(string name, Func<int, string> pattern)
    {
        yield return Row(name, pattern);
        yield return new(name + ", registered", Many, size => Registered(size, pattern), []);
    }

    private static CostRow Row(string name, Func<int, string> pattern, Func<int, MuxModel>? muxOf = null, int size = Many) => new(
        name,
        size,
        count =>
        {
            var routes = new RouteModel[count];
            for (var index = 0; index < count; index++) routes[index] = Route(pattern(index), muxOf?.Invoke(index));
            MuxModel[] muxes = [.. routes.Select(static route => route.Mux).OfType<MuxModel>().Distinct()];
            return () => Write(new(routes), muxes);
        },
        []);

    // A chain of classes, each mounted in the next, would copy routes once for each level: here all are mounted in one.
    private static CostRow Mounts() => new(
        "many mounts",
        Many / 10,
        static size =>
        {
            var site = new MuxModel("Shop", "Site");
            var registrations = new List<Registration>();
            var mounts = new List<Mount>();
            for (var mux = 0; mux < size; mux++)
            {
                var inner = new MuxModel("Shop", $"Api{mux}");
                mounts.Add(
                    new(new MountModel(site, inner, "", $"/api{mux}", $"_api{mux}", $"_api{mux}", EquatableArray<MiddlewareModel>.Empty, 0),
                        Place(mux)));
                for (var route = 0; route < 10; route++) registrations.Add(new(Route(Mixed(route), inner), Place(mux)));
            }

            return () => MountExpander.Expand(new([.. registrations]), new([.. mounts]));
        },
        []);

    // The whole generator, on a program of many files.
    private static CostRow Files(string name, Func<int, string> text) => new(
        name,
        Many / 10,
        size =>
        {
            var program = GeneratorRunner.Compile([.. Enumerable.Range(0, size).Select(index => ($"File{index}.cs", text(index)))]);
            Assert.Empty(program.GetDiagnostics().Where(static one => one.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
            return () => GeneratorRunner.Driver().RunGenerators(program);
        },
        []);

    private static Action Registered(int size, Func<int, string> pattern)
    {
        var parsed = new RoutePattern[size];
        for (var index = 0; index < size; index++)
        {
            Assert.True(RoutePattern.TryParse(pattern(index), out var one, out var error), error);
            parsed[index] = one!;
        }

        return () =>
        {
            var tree = new PatternTree();
            foreach (var one in parsed)
            {
                Assert.Null(tree.FindConflict(one));
                Assert.Null(tree.FindUnreachable(one, out _));
                tree.Add(one);
            }
        };
    }

    private static void Write(EquatableArray<RouteModel> routes, MuxModel[] muxes)
    {
        foreach (var plan in MuxPlanner.PlanAll(routes, muxes))
            if (plan.Entries.Count != 0) MuxEmitter.EmitTable(plan, LookupPlanner.Layout(plan), s_settings);
    }

    private static RouteModel Route(string pattern, MuxModel? mux) =>
        new(pattern, "global::H.Serve", "H.Serve", HandlerShape.Void, Mux: mux);

    private static LocationInfo Place(int line) => new("App.cs", line * 100, 10, line, 0, line, 10);
}
