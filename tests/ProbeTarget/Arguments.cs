namespace ProbeTarget;

/// <summary>What the command line says.</summary>
internal sealed record Arguments(string Addr, string? TlsAddr, string? Cert, string? Key)
{
    /// <summary>Null: it cannot be understood.</summary>
    internal static Arguments? Parse(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (var index = 0; index < args.Length; index += 2)
        {
            if (index + 1 == args.Length || args[index] is not ("--addr" or "--tls-addr" or "--cert" or "--key")) return null;
            if (!values.TryAdd(args[index], args[index + 1])) return null;
        }

        var tlsCount = values.Keys.Count(static name => name != "--addr");
        if (!values.TryGetValue("--addr", out var addr) || tlsCount is not (0 or 3)) return null;
        return new Arguments(
            addr, values.GetValueOrDefault("--tls-addr"), values.GetValueOrDefault("--cert"), values.GetValueOrDefault("--key"));
    }
}
