using System.Reflection;
using System.Runtime.CompilerServices;
using RouteGen;

namespace Runtime.Tests.House;

/// <summary>
/// A static constructor that a request runs first keeps its failure for the life of the process: see the head of Preload.cs.
/// </summary>
public class PreloadTests
{
    // Those that are not run before the first connection, and why they may be.
    private static readonly Dictionary<string, string> s_exempt = new()
    {
        ["RouteGen.Handling.ServerInstruments"] = "run where a handler is instrumented",
        ["RouteGen.Handling.AccessLogger"] = "run where an access log is made",
        ["RouteGen.ClientInstruments"] = "run where a transport is instrumented",
        ["RouteGen.DefaultClientHolder"] = "allocates one object of this assembly",
        ["RouteGen.AllowedMethods+Texts"] = "allocates an array",
        ["RouteGen.Routing.AllowedMethods+Texts"] = "allocates an array",
        ["RouteGen.ProxyEnvironment+Holder"] = "reads the environment, and keeps a problem as a text",
        ["RouteGen.TestServer"] = "for tests",
        ["RouteGen.TestServerCertificate"] = "for tests",
    };

    [Fact]
    public void Every_static_constructor_is_run_before_the_first_connection_or_says_why_not()
    {
        var sources = string.Concat(
            Repository.Files("src/Runtime", ".cs").Where(static file => file.EndsWith("Preload.cs", StringComparison.Ordinal))
                .Select(Repository.Read));
        var missing = typeof(Server).Assembly.GetTypes()
            .Where(
                static type =>
                    type.TypeInitializer is not null && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                        && !type.Name.StartsWith('<'))
            .Where(
                type =>
                    !sources.Contains($"typeof({type.Name}).TypeHandle", StringComparison.Ordinal) && !s_exempt.ContainsKey(type.FullName!))
            .Select(static type => type.FullName);
        Assert.Equal([], missing);
    }

    [Fact]
    public void Standard_error_is_written_where_a_failure_ends_neither_a_request_nor_the_process()
    {
        var writers = Repository.Files("src/Runtime", ".cs")
            .Where(static file => Repository.Read(file).Contains("Console.", StringComparison.Ordinal));
        Assert.Equal(["src/Runtime/Errors/StandardError.cs", "src/Runtime/Testing/TestServer.cs"], writers.Order(StringComparer.Ordinal));
    }
}
