// Calls that register a handler when they run, such as Http.HandleFunc; the code calls them lines. If the compiler can intercept a call,
// its route is added to the registrations of attributes.
//
//   Lines --+-- problems of single calls, if they are intercepted
//           +-- Registrations, in an executable that has a table
//
//   Plan and Registrations -- InterceptedLines -- ServeMux.Lines.g.cs
//
// The compiler identifies a call by a checksum of its file. So after an edit of a file with intercepted calls, their interceptors are
// written again, but nothing else.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    // The number of bytes that identify a call: the checksum of the file and the position in it. The file name that follows is ignored.
    private const int PlaceBytes = 20;

    // The compiler feature that lists the namespaces whose methods may intercept calls.
    private const string NamespacesFeature = "InterceptorsNamespaces";

    private static IncrementalValueProvider<EquatableArray<Registration>> Lines(
        IncrementalGeneratorInitializationContext context, NodeFinder nodes, Reports reports,
        IncrementalValueProvider<MuxSettings> settings, out IncrementalValueProvider<EquatableArray<MuxCall>> muxCalls)
    {
        var lines = nodes
            .Lines(static (node, model, cancellationToken) => Guard.Run<LineResult?>(
                TrackingNames.Lines, node, () => LineParser.Parse(node, model, cancellationToken),
                static problem => new LineResult(null, problem)))
            .Where(static line => line is not null)
            .Select(static (line, _) => line!)
            .WithTrackingName(TrackingNames.Lines);
        var lineSettings = context.ParseOptionsProvider
            .Select(
                static (options, _) => new LineSettings(options.Features.TryGetValue(NamespacesFeature, out var names) && IsOurs(names)))
            .Combine(settings)
            .Select(static (pair, _) => new LineSettings(pair.Left.AreIntercepted && pair.Right.EmitsTable));
        reports.Add(lines.Collect().Combine(lineSettings).Select(static (pair, _) => ProblemsOf(pair.Left, pair.Right)));
        muxCalls = lines.Collect().Combine(lineSettings).Select(static (pair, _) => new EquatableArray<MuxCall>(
            pair.Right.AreIntercepted ? [.. pair.Left.Select(static line => line.Mux).OfType<MuxCall>()] : []));
        return lines.Collect().Select(static (lines, _) => WithoutCopies(lines)).Combine(lineSettings)
            .Select(static (pair, _) => pair.Right.AreIntercepted ? pair.Left : EquatableArray<Registration>.Empty);
    }

    private static void EmitLines(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<MuxPlan> plans,
        IncrementalValueProvider<EquatableArray<Registration>> registrations)
    {
        var lines = plans.Where(static plan => plan.Mux is null)
            .Combine(registrations)
            .Select(static (pair, _) => InterceptedLines(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.InterceptedLines);
        context.RegisterImplementationSourceOutput(lines, static (output, lines) =>
        {
            if (lines.Count != 0)
                Guard.Write(
                    output, TrackingNames.InterceptedLines, LinesEmitter.HintName,
                    () => output.AddSource(LinesEmitter.HintName, LinesEmitter.Emit(lines)));
        });
    }

    private static EquatableArray<InterceptedLine> InterceptedLines(MuxPlan plan, EquatableArray<Registration> registrations) =>
        new([.. plan.Entries
            .Select((entry, index) => (Index: index, Registration: registrations[entry.Registration]))
            .Where(static entry => entry.Registration.Site is not null)
            .Select(static entry => new InterceptedLine(
                entry.Index,
                entry.Registration.Route.Pattern,
                entry.Registration.Location.ToShortString(),
                entry.Registration.Route.Line!,
                entry.Registration.Site!,
                entry.Registration.Route.Middleware))]);

    // Reads the list as the compiler does: a namespace includes its nested namespaces, and blanks are part of a name.
    private static bool IsOurs(string namespaces) => namespaces.Split(';').Any(static name =>
        name == LinesEmitter.Namespace || (name.Length != 0 && LinesEmitter.Namespace.StartsWith(name + ".", StringComparison.Ordinal)));

    // The compiler cannot distinguish two files with the same text, so the calls in both register at run time.
    private static EquatableArray<Registration> WithoutCopies(ImmutableArray<LineResult> lines) => new([.. ByPlace(lines)
        .Where(static group => group.Count() == 1)
        .SelectMany(static group => group)]);

    private static IEnumerable<IGrouping<string, Registration>> ByPlace(ImmutableArray<LineResult> lines) => lines
        .Select(static line => line.Registration)
        .Where(static registration => registration is not null)
        .Select(static registration => registration!)
        .GroupBy(static registration => Place(registration.Site!), StringComparer.Ordinal);

    // A call that is not intercepted registers its handler without the middleware of the assembly and of the method or lambda (RG0210).
    private static EquatableArray<DiagnosticInfo> ProblemsOf(ImmutableArray<LineResult> lines, LineSettings settings)
    {
        var others = ByPlace(lines).Where(group => !settings.AreIntercepted || group.Count() > 1).SelectMany(static group => group);
        var why = settings.AreIntercepted ? LineParser.CopiedFile : LineParser.NotIntercepted;
        return new(
        [
            .. lines.Select(static line => line.Problem).OfType<DiagnosticInfo>().Where(
                problem => settings.AreIntercepted || problem.Id == DiagnosticIds.UncoveredLine),
            .. others.Where(static line => line.Route.Middleware.Count != 0)
                .Select(line => DiagnosticInfo.At(line.Location, DiagnosticIds.UncoveredLine, LineParser.NameOf(line.Route.Line!), why)),
        ]);
    }

    private static string Place(CallSite site) => Convert.ToBase64String(Convert.FromBase64String(site.Data), 0, PlaceBytes);
}
