// The steps after the parsers, which read values and have no method to name. Their problems are implementation output, as the tables are:
// an editor need not run a step only to find out whether it throws.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators;

internal static partial class Guard
{
    /// <summary>A step that does not throw.</summary>
    /// <param name="input">Its input.</param>
    /// <param name="context">Takes the problem.</param>
    /// <param name="step">Its name.</param>
    /// <param name="run">The step.</param>
    /// <param name="failed">Its result if it throws.</param>
    internal static IncrementalValueProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValueProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run,
        TResult failed)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Select((result, _) => result.Value ?? failed).WithTrackingName(step);
    }

    /// <summary>A step for each of several values, which does not throw.</summary>
    /// <param name="input">Its inputs.</param>
    /// <param name="context">Takes the problems.</param>
    /// <param name="step">Its name.</param>
    /// <param name="run">The step.</param>
    /// <param name="failed">Its result if it throws.</param>
    internal static IncrementalValuesProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValuesProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run,
        TResult failed)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Select((result, _) => result.Value ?? failed).WithTrackingName(step);
    }

    /// <summary>A step that does not throw; the values that it fails for are left out.</summary>
    /// <param name="input">Its input.</param>
    /// <param name="context">Takes the problem.</param>
    /// <param name="step">Its name.</param>
    /// <param name="run">The step.</param>
    internal static IncrementalValuesProvider<TResult> Guarded<TInput, TResult>(
        this IncrementalValuesProvider<TInput> input,
        IncrementalGeneratorInitializationContext context,
        string step,
        Func<TInput, CancellationToken, TResult> run)
        where TResult : class, IEquatable<TResult>
    {
        var results = input.Select((value, cancellationToken) => Try(step, () => run(value, cancellationToken)));
        context.RegisterImplementationSourceOutput(results.Select(static (result, _) => result.Problem), Report);
        return results.Where(static result => result.Value is not null).Select(static (result, _) => result.Value!).WithTrackingName(step);
    }

    private static Outcome<T> Try<T>(string step, Func<T> run)
        where T : class, IEquatable<T>
    {
        try
        {
            Probe?.Invoke(step);
            return new(run(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(null, DiagnosticInfo.At(LocationInfo.InLibrary("", ""), DiagnosticIds.GeneratorFailed, step, InWords(exception)));
        }
    }

    private static void Report(SourceProductionContext output, DiagnosticInfo? problem)
    {
        if (problem is not null) output.ReportDiagnostic(problem.ToDiagnostic([null]));
    }
}
