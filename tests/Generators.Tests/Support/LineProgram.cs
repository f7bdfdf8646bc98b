// A program in memory with a runtime of its own, and with it a DefaultServeMux of its own: generated, compiled, loaded and run.
using System.Reflection;
using System.Runtime.Loader;

namespace RouteGen.Tests;

internal sealed class LineProgram : IDisposable
{
    // In the program, since the types of its runtime are not those of the test.
    private const string Probe = """
        using RouteGen;
        public static class Probe
        {
            public static string Ask(string method, string url)
            {
                var (answer, request) = Serve(method, url);
                return answer.StatusCode + " " + answer.BodyText + " " + request.Pattern;
            }

            public static string AskFully(string method, string url)
            {
                var (answer, request) = Serve(method, url);
                var (allow, location) = (answer.Header.Get("Allow"), answer.Header.Get("Location"));
                return answer.StatusCode + " " + answer.BodyText + " " + request.Pattern
                    + (allow.Length == 0 ? "" : " Allow: " + allow) + (location.Length == 0 ? "" : " Location: " + location);
            }

            public static string Allow(string method, string url)
            {
                var (answer, _) = Serve(method, url);
                return answer.StatusCode + " " + answer.Header.Get("Allow");
            }

            private static (ResponseRecorder Answer, Request Request) Serve(string method, string url)
            {
                var answer = new ResponseRecorder();
                var request = new Request(method, url.StartsWith('/') ? "http://example.com" + url : url);
                Http.DefaultServeMux.ServeHttpAsync(answer, request).GetAwaiter().GetResult();
                return (answer, request);
            }
        }
        """;

    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);
    private readonly Assembly _assembly;

    /// <summary>Makes a program of one file, with a class <c>Startup</c>.</summary>
    internal LineProgram(string source)
    {
        Run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source), ("Probe.cs", Probe)]));
        using var image = new MemoryStream();
        var emitted = Run.Compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        _context.LoadFromAssemblyPath(typeof(Http).Assembly.Location);
        _assembly = _context.LoadFromStream(image);
    }

    internal GeneratorRun Run { get; }

    public void Dispose() => _context.Unload();

    /// <summary>Calls a static method of the program's.</summary>
    internal void Call(string method, params object?[] arguments) => CallIn("Startup", method, arguments);

    /// <summary>What the default mux answers: status, body and pattern.</summary>
    internal string Ask(string method, string url) => (string)CallIn("Probe", "Ask", method, url)!;

    /// <summary>
    /// What the default mux answers: status, body, pattern, and the fields <c>Allow</c> and <c>Location</c> where they are.
    /// </summary>
    internal string AskFully(string method, string url) => (string)CallIn("Probe", "AskFully", method, url)!;

    /// <summary>What the default mux answers: status and the field <c>Allow</c>.</summary>
    internal string Allow(string method, string url) => (string)CallIn("Probe", "Allow", method, url)!;

    /// <summary>Calls a static method of a class of the program's.</summary>
    internal object? CallIn(string type, string method, params object?[] arguments) => _assembly.GetType(type, throwOnError: true)!
        .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
