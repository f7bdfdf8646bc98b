extern alias Generators;

using System.Reflection;
using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RouteGen.Tests;

/// <summary>An async void function is reported wherever the library takes a delegate that returns nothing (RG0110).</summary>
public sealed class AsyncVoidTests
{
    // Every public place of the library that takes such a delegate, and a program that passes it an async void method.
    public static TheoryData<string, string> Places()
    {
        var rows = new TheoryData<string, string>();
        foreach (var type in typeof(Http).Assembly.GetExportedTypes().Where(static type => !typeof(Delegate).IsAssignableFrom(type)))
        {
            foreach (var property in type.GetProperties().Where(static one => one.SetMethod is not null && IsVoid(one.PropertyType)))
                rows.Add($"{type.Name}.{property.Name}", Program(property.PropertyType, $"{New(type)} {{ {property.Name} = F }}"));
            foreach (var method in type.GetMethods().Cast<MethodBase>().Concat(type.GetConstructors()))
            {
                if (method is MethodInfo { IsSpecialName: true } || method.DeclaringType != type) continue;
                foreach (var one in method.GetParameters().Where(static one => IsVoid(one.ParameterType)))
                    rows.Add($"{type.Name}.{method.Name}({one.Name})", Program(one.ParameterType, Call(type, method, one)));
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_method_is_reported(string place, string program) =>
        Assert.True(await ReportsAsync(program) == 1, $"{place}: {program}");

    [Theory]
    [InlineData("new HandlerFunc(async (w, r) => await Task.Yield())", 1)]
    [InlineData("(HandlerFunc)(async (w, r) => await Task.Yield())", 1)]
    [InlineData("new Server { OnRefused = DateTime.Now.Year > 1 ? async x => await Task.Yield() : null }", 1)]
    [InlineData("new AsyncHandlerFunc(async (w, r) => await Task.Yield())", 0)]
    [InlineData("new HandlerFunc((w, r) => { })", 0)]
    [InlineData("new Action(async () => await Task.Yield())", 0)]
    [InlineData("new System.Collections.Generic.List<int>().RemoveAll(x => true)", 0)]
    public async Task Lambdas_are_reported_that_nobody_can_await(string expression, int count) =>
        Assert.Equal(count, await ReportsAsync($"static class C {{ static object M() => {expression}; }}"));

    private static bool IsVoid(Type type) => typeof(Delegate).IsAssignableFrom(type) && type != typeof(Delegate)
        && type.GetMethod("Invoke")?.ReturnType == typeof(void);

    private static string Program(Type handler, string expression)
    {
        var parameters = handler.GetMethod("Invoke")!.GetParameters()
            .Select(static (one, index) => $"{NameOf(one.ParameterType)} p{index}");
        return $"static class C {{ static void M() {{ var made = {expression}; }} "
            + $"static async void F({string.Join(", ", parameters)}) => await Task.Yield(); }}";
    }

    private static string New(Type type) => $"new {NameOf(type)}({Arguments(type.GetConstructors()[0], null)})";

    private static string Call(Type type, MethodBase method, ParameterInfo place)
    {
        var arguments = Arguments(method, place);
        var target = method.IsConstructor ? $"new {NameOf(type)}"
            : method.IsStatic ? $"{NameOf(type)}.{method.Name}" : $"(({NameOf(type)})null!).{method.Name}";
        // A method without a result is the body of a lambda.
        return method is MethodInfo { ReturnType: var result } && result == typeof(void)
            ? $"(Action)(() => {target}({arguments}))" : $"{target}({arguments})";
    }

    private static string Arguments(MethodBase method, ParameterInfo? place) => string.Join(
        ", ", method.GetParameters().Select(one => one.Position == place?.Position ? "F" : $"({NameOf(one.ParameterType)})default!"));

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType) return "global::" + type.FullName!.Replace('+', '.');
        var name = type.GetGenericTypeDefinition().FullName!;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(NameOf));
        return $"global::{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }

    private static async Task<int> ReportsAsync(string program)
    {
        const string usings = "using System; using System.Threading.Tasks; using RouteGen;\n";
        var compilation = GeneratorRunner.Compile([("Program.cs", usings + program)]);
        Assert.Empty(compilation.GetDiagnostics().Where(static one => one.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        var found = await compilation.WithAnalyzers([new AsyncVoidAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return found.Length;
    }
}
