// A type that reads or writes text or bytes stands in a row of the table, or in the list of those that no peer reaches: so a new one is
// seen.
using System.Reflection;
using System.Runtime.CompilerServices;
using RouteGen;

namespace Runtime.Tests.Cost;

public sealed class CostGuardTests
{
    // A parameter of one of these is how a peer's text comes in.
    private static readonly HashSet<Type> s_carriers =
    [
        typeof(string), typeof(byte[]), typeof(char[]), typeof(Stream), typeof(ReadOnlySpan<>), typeof(Span<>), typeof(ReadOnlyMemory<>),
        typeof(Memory<>),
        typeof(Header), typeof(Request), typeof(Response), typeof(Url), typeof(Cookie), typeof(RouteGen.Protocol.MessageHead),
    ];

    [Fact]
    public void A_type_that_takes_text_or_bytes_has_a_row_or_a_reason()
    {
        var known = Covered().Concat(NotFromPeers.Reasons.Keys).ToHashSet();
        var unknown = Readers().Where(name => !known.Contains(name)).Order().ToArray();
        Assert.True(unknown.Length == 0, string.Join(' ', unknown));
    }

    [Fact]
    public void The_list_of_reasons_names_types_that_are_there_and_have_no_row()
    {
        var types = typeof(Server).Assembly.GetTypes().Where(static type => !type.IsNested).Select(NameOf).ToHashSet();
        var covered = Covered().ToHashSet();
        Assert.Equal([], NotFromPeers.Reasons.Keys.Where(name => !types.Contains(name) || covered.Contains(name)).Order());
    }

    private static IEnumerable<string> Covered() => CostTable.Rows.SelectMany(static row => row.Covers).Select(NameOf);

    private static IEnumerable<string> Readers() =>
        from type in typeof(Server).Assembly.GetTypes()
        where !type.IsNested && !type.IsEnum && !type.IsInterface && !type.Name.StartsWith('<')
        where type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        where !typeof(Delegate).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type)
            && !typeof(Attribute).IsAssignableFrom(type)
        where MethodsOf(type).Any(static method => method.GetParameters().Any(static parameter => Carries(parameter.ParameterType)))
        select NameOf(type);

    private static IEnumerable<MethodBase> MethodsOf(Type type) => type
        .GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .OfType<MethodBase>()
        .Where(static method => !method.IsAbstract && !method.Name.StartsWith('<'));

    private static bool Carries(Type type)
    {
        if (type.IsByRef) type = type.GetElementType()!;
        return s_carriers.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
