using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>Calls every public member of an object by reflection, with arguments of its own making, and says what each gave.</summary>
internal static class LateCalls
{
    // What reflection cannot call: members with spans. One that is missing here fails.
    private static readonly Dictionary<string, Action<object>> s_byHand = new()
    {
        ["ResponseWriter.Write(ReadOnlySpan`1 data)"] = static kept => ((ResponseWriter)kept).Write("late"u8),
        ["ResponseWriter.Write(ReadOnlySpan`1 text)"] = static kept => ((ResponseWriter)kept).Write("late"),
        ["ResponseWriter.GetSpan(Int32 sizeHint)"] = static kept => ((ResponseWriter)kept).GetSpan(5).Fill((byte)'!'),
        ["Body.Read(Span`1 buffer)"] = static kept => Assert.Equal(0, ((Body)kept).Read(new byte[5])),
    };

    /// <summary>Each member's name, and what it returned, as text, or the exception that it threw.</summary>
    internal static async Task<List<(string Member, string? Text, Exception? Failure)>> OfAsync(Type type, object kept)
    {
        var results = new List<(string, string?, Exception?)>();
        // Dispose last: what it ends is not to be called for that reason.
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OrderBy(static method => method.Name.StartsWith("Dispose", StringComparison.Ordinal)))
        {
            var parameters = method.GetParameters().Select(static one => $"{one.ParameterType.Name} {one.Name}");
            var name = $"{type.Name}.{method.Name}({string.Join(", ", parameters)})";
            try
            {
                results.Add((name, await CallAsync(name, method, kept), null));
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                results.Add((name, null, failure));
            }
        }

        return results;
    }

    private static async Task<string> CallAsync(string name, MethodInfo method, object kept)
    {
        if (method.ReturnType.IsByRefLike || method.GetParameters().Any(static one => one.ParameterType.IsByRefLike))
        {
            Assert.True(s_byHand.TryGetValue(name, out var call), $"{name} has spans, and no row in LateCalls");
            call(kept);
            return "";
        }

        if (method.IsGenericMethodDefinition) method = method.MakeGenericMethod(typeof(string));
        var arguments = method.GetParameters().Select(one => Argument(name, one)).ToArray();
        var result = method.Invoke(kept, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        var text = new StringBuilder();
        Describe(text, await ResultAsync(result), depth: 0);
        foreach (var argument in arguments) Describe(text, argument, depth: 0);
        return text.ToString();
    }

    private static object? Argument(string name, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.IsOut) return null;
        if (type == typeof(string)) return "late";
        if (type == typeof(int)) return name.Contains("WriteHeader", StringComparison.Ordinal) ? 201 : 1;
        if (type == typeof(long)) return 1L;
        if (type == typeof(bool)) return true;
        if (type == typeof(byte[])) return new byte[1];
        if (type == typeof(Memory<byte>)) return (Memory<byte>)new byte[8];
        if (type == typeof(ReadOnlyMemory<byte>)) return (ReadOnlyMemory<byte>)new byte[8];
        if (type == typeof(CancellationToken)) return CancellationToken.None;
        if (type == typeof(DateTimeOffset?)) return DateTimeOffset.UtcNow.AddMilliseconds(1);
        if (type == typeof(Microsoft.Win32.SafeHandles.SafeFileHandle)) return File.OpenHandle(typeof(LateCalls).Assembly.Location);
        if (type == typeof(Stream)) return new MemoryStream();
        if (type == typeof(Url)) return Url.Parse("http://late.test/");
        if (type == typeof(UserInfo)) return new UserInfo("late");
        if (type == typeof(Body)) return Body.From("late");
        if (type == typeof(Header)) return new Header();
        if (type == typeof(Cookie)) return new Cookie("late", "late");
        if (type == typeof(RequestContext)) return new RequestContext();
        if (type == typeof(Func<Body>)) return (Func<Body>)(static () => Body.Empty);
        if (type == typeof(SeekOrigin)) return SeekOrigin.Begin;
        if (type == typeof(JsonTypeInfo<string>)) return JsonSerializerOptions.Web.GetTypeInfo(typeof(string));
        if (type == typeof(object)) return "late";
        Assert.Fail($"{name}: LateCalls has no argument of the type {type}");
        return null;
    }

    private static async Task<object?> ResultAsync(object? result)
    {
        if (result is null || !result.GetType().IsGenericType || result.GetType().GetGenericTypeDefinition() != typeof(ValueTask<>))
        {
            if (result is ValueTask task) await task.AsTask().WaitAsync(Eventually.Patience);
            if (result is not Task plain) return result is ValueTask ? null : result;
            await plain.WaitAsync(Eventually.Patience);
            return plain.GetType().GetProperty("Result")?.GetValue(plain);
        }

        var inner = (Task)result.GetType().GetMethod("AsTask")!.Invoke(result, null)!;
        await inner.WaitAsync(Eventually.Patience);
        return inner.GetType().GetProperty("Result")!.GetValue(inner);
    }

    private static void Describe(StringBuilder text, object? value, int depth)
    {
        if (value is null || depth > 3) return;
        if (value is byte[] bytes) text.Append(Encoding.Latin1.GetString(bytes));
        else if (value is Memory<byte> memory) text.Append(Encoding.Latin1.GetString(memory.Span));
        else if (value is MemoryStream stream) text.Append(Encoding.Latin1.GetString(stream.ToArray()));
        else if (value is not string and IEnumerable several) foreach (var one in several) Describe(text, one, depth + 1);
        else text.Append(value).Append(' ');
    }
}
