namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile against netstandard2.0, which does not have it.</summary>
internal static class IsExternalInit;
