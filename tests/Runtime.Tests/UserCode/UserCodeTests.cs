using System.Buffers;
using System.ComponentModel;
using System.Net.Security;
using System.Reflection;
using System.Text.RegularExpressions;
using Runtime.Tests.House;

namespace Runtime.Tests.UserCode;

/// <summary>
/// Every place where the library calls code of its users has a test of its failing there, or a reason why it needs none. A new delegate,
/// interface or virtual member of the public API has neither.
/// </summary>
public sealed class UserCodeTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const string Caller = "runs inside a call of user code, which gets what it throws";
    private const string Trace = "TraceTests.A_hook_that_throws_fails_its_request_and_leaks_nothing";
    private const string AnyTrace = "TraceTests.Any_hook_that_throws_fails_its_call_or_its_body_and_not_the_process";
    private const string DialTrace = "TraceTests.A_hook_of_a_dial_that_throws_is_called_once_and_fails_its_call";
    private const string OfHandler = "as IHandler.ServeHttpAsync";
    private const string Implemented = "is implemented here; a wrapper's own runs inside its handler";

    /// <summary>What is not a row of <see cref="ServerCallbackTests"/> or <see cref="ClientCallbackTests"/>: a test, or a reason.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["Body.From(stream)"] = "as Body.ReadAsync",
        ["Body.Read"] = "as Body.ReadAsync, for callers that hold their thread",
        ["Body.get_ContentLength"] = Caller,
        ["ClientTrace.ConnectDone"] = DialTrace,
        ["ClientTrace.ConnectStart"] = DialTrace,
        ["ClientTrace.DnsDone"] = DialTrace,
        ["ClientTrace.DnsStart"] = DialTrace,
        ["ClientTrace.GetConn"] = Trace,
        ["ClientTrace.Got100Continue"] = AnyTrace,
        ["ClientTrace.Got1xxResponse"] = "TraceTests.Whoever_looks_at_informational_responses_limits_them",
        ["ClientTrace.GotConn"] = Trace,
        ["ClientTrace.GotFirstResponseByte"] = Trace,
        ["ClientTrace.PutIdleConn"] = AnyTrace,
        ["ClientTrace.TlsHandshakeDone"] = DialTrace,
        ["ClientTrace.TlsHandshakeStart"] = DialTrace,
        ["ClientTrace.Wait100Continue"] = AnyTrace,
        ["ClientTrace.WroteHeaders"] = Trace,
        ["ClientTrace.WroteRequest"] = AnyTrace,
        ["FileEntry.get_ETag"] = OfHandler,
        ["FileEntry.get_IsDirectory"] = OfHandler,
        ["FileEntry.get_Length"] = OfHandler,
        ["FileEntry.get_Modified"] = OfHandler,
        ["FileEntry.get_Name"] = OfHandler,
        ["Handler.FromValueTask(handler)"] = OfHandler,
        ["HijackedConn.BeginRead(callback)"] = "is called by the framework",
        ["HijackedConn.BeginWrite(callback)"] = "is called by the framework",
        ["Http.HandleFunc(handler)"] = OfHandler,
        ["ICookieStore.Remove"] = "as ICookieStore.Put",
        ["IDeadlineControl.SetReadDeadline"] = Implemented,
        ["IDeadlineControl.SetWriteDeadline"] = Implemented,
        ["IFullDuplex.EnableFullDuplex"] = Implemented,
        ["IHijacker.Hijack"] = Implemented,
        ["IMiddleware.InvokeAsync"] = OfHandler,
        ["IServeMux.get_Mux"] = "is implemented by generated code",
        ["MultipartReader..ctor(content)"] = Caller,
        ["Request.WriteAsync(output)"] = Caller,
        ["Response.WriteAsync(output)"] = Caller,
        ["ResponseWriter.Advance"] = Implemented,
        ["ResponseWriter.Flush"] = Implemented,
        ["ResponseWriter.FlushAsync"] = Implemented,
        ["ResponseWriter.GetMemory"] = Implemented,
        ["ResponseWriter.GetSpan"] = Implemented,
        ["ResponseWriter.SendFileAsync"] = Implemented,
        ["ResponseWriter.Write"] = Implemented,
        ["ResponseWriter.WriteAsync"] = Implemented,
        ["ResponseWriter.WriteHeader"] = Implemented,
        ["ResponseWriter.get_Header"] = Implemented,
        ["ResponseWriter.get_StatusCode"] = Implemented,
        ["ServeMux.HandleFunc(handler)"] = OfHandler,
        ["Server.RunAsync(onListening)"] = "RunTests.A_callback_that_fails_fails_the_call_and_closes_the_server",
        ["Server.TlsConfig"] = "ServerCallbackTests.A_certificate_selection_that_fails_costs_its_handshake",
        ["Server.TlsNextProto"] = "TlsServerTests.A_protocol_with_a_handler_is_taken_over_and_the_others_are_served",
        ["TestServer.Start(handler)"] = OfHandler,
        ["Transport.ErrorLog"] = "LeakTests.A_log_that_fails_ends_neither_the_connection_s_place_nor_the_process",
        ["Transport.TlsClientConfig"] = "ClientCallbackTests.A_callback_of_TLS_that_fails_fails_its_call",
    };

    [Fact]
    public void Every_member_that_user_code_is_called_through_has_a_test_or_a_reason()
    {
        var rows = ServerCallbackTests.Covered.Concat(ClientCallbackTests.Covered).Select(static row => row.Split(",")[0]).ToHashSet();
        var members = typeof(RouteGen.Server).Assembly.GetExportedTypes().Where(static type => !IsForGeneratedCode(type))
            .SelectMany(MembersOf).Distinct().ToList();
        Assert.Equal([], members.Where(member => !rows.Contains(member) && !s_elsewhere.ContainsKey(member)).Order());
        Assert.Equal([], s_elsewhere.Keys.Where(member => !members.Contains(member)).Order());
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Repository.Files("tests/Runtime.Tests", ".cs").Select(Repository.Read).ToArray();
        Assert.Equal([], s_elsewhere.Values.Distinct().Where(text => Regex.Match(text, @"^(\w+Tests)\.(\w+)$") is { Success: true } match
            && !sources.Any(
                source => Regex.IsMatch(source, $@"class {match.Groups[1]}\b") && Regex.IsMatch(source, $@" {match.Groups[2]}\("))));
    }

    private static bool IsForGeneratedCode(Type type) =>
        type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never;

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate))) yield break;
        foreach (var member in type.GetMembers(Declared))
        {
            if (member is PropertyInfo { SetMethod: { } setter } property && IsAccessible(setter) && CarriesCode(property.PropertyType))
                yield return $"{type.Name}.{property.Name}";
            if (member is not MethodBase method || !IsAccessible(method)) continue;
            if (!method.IsSpecialName || method.IsConstructor)
                foreach (var parameter in method.GetParameters().Where(static parameter => CarriesCode(parameter.ParameterType)))
                    yield return $"{type.Name}.{method.Name}({parameter.Name})";
            if (!type.IsSealed && method is MethodInfo { IsVirtual: true, IsFinal: false } overridable && IsOurs(overridable))
                yield return $"{type.Name}.{overridable.Name}";
        }
    }

    private static bool IsAccessible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOurs(MethodInfo method) =>
        method.IsAbstract || method.GetBaseDefinition().DeclaringType!.Assembly == typeof(RouteGen.Server).Assembly;

    // Interfaces of ours are not listed at their uses, but by their members.
    private static bool CarriesCode(Type type) =>
        type.IsSubclassOf(typeof(Delegate))
        || type == typeof(Stream) || type == typeof(ArrayPool<byte>)
        || type == typeof(SslServerAuthenticationOptions) || type == typeof(SslClientAuthenticationOptions)
        || (type.IsGenericType && type.GetGenericArguments().Any(CarriesCode));
}
