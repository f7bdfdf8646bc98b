using System.Runtime.CompilerServices;

namespace RouteGen.IO;

/// <summary>
/// State that a handler may leave on its thread, which then serves other connections: AsyncLocal values, including the culture, and a
/// SynchronizationContext. The state is reset after every handler, at the cost of a comparison if it is unchanged.
/// </summary>
internal static class AmbientState
{
    private static readonly ExecutionContext s_default = CaptureDefault();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Restore()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), s_default)) ExecutionContext.Restore(s_default);
        if (SynchronizationContext.Current is not null) SynchronizationContext.SetSynchronizationContext(null);
    }

    // Captures the context of a new thread that inherits none.
    private static ExecutionContext CaptureDefault()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}
